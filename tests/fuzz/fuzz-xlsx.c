/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Workbooks: xlsx. */

#define MEDIA_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#include "tests/fuzz/package-target.h"
