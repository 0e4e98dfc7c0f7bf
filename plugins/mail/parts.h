/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

#include "plugins/mail/gmime.h"

G_BEGIN_DECLS

/*
 * The parts of a mail: what it says goes to the current page, plain text rather than HTML, and what
 * only the HTML says after it; everything else becomes a member.  VET_ERROR_ENCRYPTED when the
 * whole is encrypted.
 */
gboolean mail_parts_add(GMimeMessage *message, const VetLimits *limits, VetSink *sink,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
