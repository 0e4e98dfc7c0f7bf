/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* vetd's parts, for those who start them and those who ask them. */

#include "daemon/bus.h"
#include "daemon/feeds.h"
#include "daemon/health.h"
#include "daemon/intake.h"
#include "daemon/pipeline.h"
#include "daemon/revetter.h"
#include "daemon/screener.h"
#include "daemon/secret.h"
#include "daemon/service.h"

G_BEGIN_DECLS

struct _VetService {
	guint8 secret[VET_SECRET_BYTES];
	int state_claim; /* -1: not held */
	int inbox_claim;
	VetStore *store;
	VetNamelists *lists;
	VetCohort *cohort;
	VetFeeds *feeds;
	VetSpool *spool;
	VetExtractions *extractions; /* NULL: none are stored */
	char *pack_folder;
	char *packs_folder; /* where those that were in force are kept */
	gboolean sandbox;
	VetHealth *health;
	VetPool *pool;
	VetPipeline *pipeline;
	VetScreener *screener;
	VetRevetter *revetter;
	guint draining; /* of the two before: how many still have something in flight */
	void (*stopped)(gpointer user_data);
	gpointer stopped_data;
	VetBus *bus;
	VetIntake *intake;
	guint look_timer;
};

/* Keeps the pack in force, so that runs by it can be repeated; a failure is a problem of "packs". */
void vet_service_keep_pack(VetService *service);
/* What the query endpoint asks beyond the store, a VetBusOperation; `user_data` is the service. */
gboolean vet_service_operate(const char *op, JsonObject *request, JsonObject *reply,
			     gpointer user_data, GError **error);

G_END_DECLS
