/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ocr-peer PNG...: what recognition costs without vetd: one process, one thread, a bare loop over
 * the Tesseract C API with its own page segmentation.  Prints pages and processor seconds, without
 * loading the model.
 */

#include <leptonica/allheaders.h>
#include <stdio.h>
#include <tesseract/capi.h>
#include <time.h>

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	TessBaseAPI *api = TessBaseAPICreate();

	if (TessBaseAPIInit2(api, "/usr/share/tesseract-ocr/5/tessdata", "chi_sim",
			     OEM_LSTM_ONLY) != 0)
		return 1;
	TessBaseAPISetPageSegMode(api, PSM_AUTO);
	double start = seconds();
	for (int i = 1; i < argc; i++) {
		PIX *pix = pixRead(argv[i]);
		if (!pix)
			return 1;
		TessBaseAPISetImage2(api, pix);
		TessBaseAPISetSourceResolution(api, 200);
		char *text = TessBaseAPIGetUTF8Text(api);
		TessDeleteText(text);
		TessBaseAPIClear(api);
		pixDestroy(&pix);
	}
	printf("%d %.3f\n", argc - 1, seconds() - start);
	TessBaseAPIEnd(api);
	TessBaseAPIDelete(api);
	return 0;
}
