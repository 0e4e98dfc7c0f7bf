/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Word documents: docx. */

#define MEDIA_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#include "tests/fuzz/package-target.h"
