/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The descriptor by which vet-worker and its children speak with vetd. */
#define VET_WORKER_SOCKET 3
