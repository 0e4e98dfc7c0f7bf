/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A result (vet.result/1) as a person reads it: verdict, findings with page and quote, and what was not checked. */

#include <json-glib/json-glib.h>

#include "daemon/terminal.h"

G_BEGIN_DECLS

void vet_report_print(VetTerminal *terminal, JsonObject *result);

G_END_DECLS
