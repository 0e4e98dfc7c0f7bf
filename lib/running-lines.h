/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Headers and footers of a finished document, whatever its format: lines at the top or bottom edge
 * of pages that say the same in the same place on page after page, their numbers aside, and page
 * numbers.  They become VET_LINE_HEADER and VET_LINE_FOOTER; nothing is added, moved or removed.
 *
 * Left alone: lines whose role is known already, what stands on fewer than three pages, what is
 * labelled ("项目名称：…"), and documents without positions.
 */

#include "lib/content.h"

G_BEGIN_DECLS

/* Once the document is complete; pages that came in any order are in order by then. */
void vet_running_lines_mark(VetContent *content);

G_END_DECLS
