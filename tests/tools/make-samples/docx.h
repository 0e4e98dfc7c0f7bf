/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A sheet as a Word document: real headings and tables, merged cells, a running header. */

#include "tests/tools/make-samples/sheet.h"

GBytes *sample_docx_render(const SampleSheet *sheet);
