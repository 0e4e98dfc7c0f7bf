/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presentations: pptx. */

#define MEDIA_TYPE "application/vnd.openxmlformats-officedocument.presentationml.presentation"

#include "tests/fuzz/package-target.h"
