/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetd: options, signals and the service manager around the service. */

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "daemon/journal.h"
#include "daemon/language.h"
#include "daemon/paths.h"
#include "daemon/service.h"
#include "lib/pack.h"

#define EXIT_CONFIG 2

typedef struct {
	char *config_file;
	gboolean check_config, print_config, show_version;
} Options;

typedef struct {
	GMainLoop *loop;
	VetService *service;
	gboolean stopping;
} Daemon;

static gboolean
parse_options(int *argc, char ***argv, Options *options, GError **error)
{
	const GOptionEntry entries[] = {
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_file,
		 "Configuration (default " VET_SYSCONFDIR "/vetd.conf, where it is there)", "FILE"},
		{"check-config", 0, 0, G_OPTION_ARG_NONE, &options->check_config,
		 "Say what is wrong with configuration and pack, and where; start nothing", NULL},
		{"print-config", 0, 0, G_OPTION_ARG_NONE, &options->print_config,
		 "Print an example configuration with every key and its default", NULL},
		{"version", 0, 0, G_OPTION_ARG_NONE, &options->show_version, "Print the version",
		 NULL},
		{NULL},
	};
	g_autoptr(GOptionContext) context =
		g_option_context_new("— screen contest submissions as they arrive");
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_description(context, "See vetd(8), vetd.conf(5) and vetctl(1).");
	return g_option_context_parse(context, argc, argv, error);
}

static VetConfig *
load_config(const Options *options, GError **error)
{
	static const char standard[] = VET_SYSCONFDIR "/vetd.conf";
	if (options->config_file)
		return vet_config_load(options->config_file, error);
	return g_file_test(standard, G_FILE_TEST_EXISTS) ? vet_config_load(standard, error)
							 : vet_config_new();
}

static void
stopped(gpointer user_data)
{
	Daemon *daemon = user_data;
	g_main_loop_quit(daemon->loop);
}

/* the first signal lets what is in flight be stored, the second does not wait */
static gboolean
on_stop(gpointer user_data)
{
	Daemon *daemon = user_data;
	if (daemon->stopping) {
		g_main_loop_quit(daemon->loop);
		return G_SOURCE_CONTINUE;
	}
	daemon->stopping = TRUE;
	vet_journal(VET_JOURNAL_INFO, "stopping: what is in flight is finished first");
	sd_notify(0, "STOPPING=1");
	vet_service_stop(daemon->service, stopped, daemon);
	return G_SOURCE_CONTINUE;
}

/* What comes of it is said by the service; the service manager only hears that it is over. */
static gboolean
on_reload(gpointer user_data)
{
	Daemon *daemon = user_data;
	g_autoptr(GError) error = NULL;

	if (daemon->stopping)
		return G_SOURCE_CONTINUE;
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
	gboolean reloaded = vet_service_reload(daemon->service, &error);
	vet_service_look(daemon->service);
	sd_notifyf(0, "READY=1\nSTATUS=%s",
		   reloaded ? "screening" : "screening; the changed pack was not loaded");
	return G_SOURCE_CONTINUE;
}

static gboolean
on_watchdog(gpointer user_data)
{
	Daemon *daemon = user_data;
	if (daemon->stopping) {
		sd_notify(0, "WATCHDOG=1");
		return G_SOURCE_CONTINUE;
	}
	g_autofree char *state = vet_service_state(daemon->service);
	sd_notifyf(0, "WATCHDOG=1\nSTATUS=%s", state);
	return G_SOURCE_CONTINUE;
}

static int
run(const VetConfig *config)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetService) service = vet_service_new(config, &error);
	guint64 watchdog_us = 0;

	if (!service) {
		vet_journal(VET_JOURNAL_ERROR, "%s", error->message);
		return EXIT_CONFIG;
	}
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Daemon daemon = {.loop = loop, .service = service};
	g_unix_signal_add(SIGTERM, on_stop, &daemon);
	g_unix_signal_add(SIGINT, on_stop, &daemon);
	g_unix_signal_add(SIGHUP, on_reload, &daemon);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		g_timeout_add((guint)MAX(watchdog_us / 2000, 100), on_watchdog, &daemon);
	sd_notify(0, "READY=1\nSTATUS=screening");
	vet_journal(VET_JOURNAL_INFO, "ready: inbox %s, events on %s, queries on %s", config->inbox,
		    config->publish, config->query);
	g_main_loop_run(loop);
	return EXIT_SUCCESS;
}

static int
check(const VetConfig *config)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(config->pack, &error);
	if (!pack) {
		fprintf(stderr, "%s\n", error->message);
		return EXIT_CONFIG;
	}
	fputs(vet_pack_warnings(pack), stderr);
	printf("configuration and pack %s %s are sound\n", vet_pack_id(pack),
	       vet_pack_version(pack));
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree Options *options = g_new0(Options, 1);

	setlocale(LC_ALL, "");
	if (!parse_options(&argc, &argv, options, &error) || argc > 1) {
		fprintf(stderr, "vetd: %s; see vetd --help\n",
			error ? error->message : "unexpected argument");
		return EXIT_CONFIG;
	}
	if (options->show_version) {
		printf("vetd %s\n", VET_VERSION);
		return EXIT_SUCCESS;
	}
	if (options->print_config) {
		g_autofree char *example = vet_config_example();
		fputs(example, stdout);
		return EXIT_SUCCESS;
	}
	g_autoptr(VetConfig) config = load_config(options, &error);
	g_free(options->config_file);
	if (!config) {
		fprintf(stderr, "vetd: %s\n", error->message);
		return EXIT_CONFIG;
	}
	vet_language_choose(config->locale);
	vet_journal_take_glib();
	vet_paths_announce_packs();
	return options->check_config ? check(config) : run(config);
}
