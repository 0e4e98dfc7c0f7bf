/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/ofd-maker.h"

#include <dlfcn.h>
#include <sys/socket.h>

#include "lib/extract-private.h"
#include "lib/plugin.h"

/* Scanned pages: what the recogniser is handed, in this process with a recogniser of the test's. */

#define MAX_SEEN 8

static struct {
	guint n;
	VetPicture pictures[MAX_SEEN];
	VetPictureUse uses[MAX_SEEN];
	guint32 corners[MAX_SEEN]; /* the first pixel */
} seen;

static gboolean
recognise(const VetPicture *picture, VetPictureUse use, VetSink *sink, GError **error)
{
	g_assert_cmpuint(seen.n, <, MAX_SEEN);
	g_assert_cmpint(picture->format, ==, VET_PIXEL_XRGB32);
	seen.pictures[seen.n] = *picture;
	seen.uses[seen.n] = use;
	seen.corners[seen.n++] = *(const guint32 *)picture->pixels;
	return vet_sink_line(sink, "recognised", picture->box, NULL, 0, error);
}

/* Reads a page with these objects in this process; how many messages the sink sent is of no interest. */
static gboolean
read_page(const char *content, GError **error)
{
	const char *document =
		OFD_DOCUMENT("<ofd:PublicRes>Res.xml</ofd:PublicRes>", OFD_ONE_PAGE, "");
	const char *root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
	const char *resources = "<Res><MultiMedias><MultiMedia ID='4' Type='Image'><MediaFile>"
				"scan.bmp</MediaFile></MultiMedia></MultiMedias></Res>";
	g_autoptr(GByteArray) bmp = ofd_make_bmp();
	ZipMember members[] = {
		{.name = "OFD.xml", .data = root, .size = strlen(root)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Res.xml", .data = resources, .size = strlen(resources)},
		{.name = "Doc_0/scan.bmp", .data = bmp->data, .size = bmp->len},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = content,
		 .size = strlen(content)},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autofree char *path = reader_build_file("plugins/ofd.so");
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	int sockets[2];
	VetLimits limits;
	VetBudget budget;

	if (!library)
		g_error("%s", dlerror());
	const VetPlugin *plugin = dlsym(library, "vet_plugin");
	g_assert_nonnull(plugin);
	g_assert_true(plugin->prepare(error));
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
	g_assert_cmpint(shutdown(sockets[1], SHUT_WR), ==, 0);
	vet_limits_init(&limits);
	vet_budget_init(&budget, &limits);
	g_autoptr(VetSource) source = vet_source_new(reader_memory_file(zip->data, zip->len),
						     zip->len, OFD_NAME, &budget);
	g_autoptr(VetSink) sink = vet_sink_new(sockets[0], &budget, zip->len);
	vet_sink_set_recogniser(sink, recognise);
	seen.n = 0;
	gboolean read = plugin->extract(source, sink, error) && vet_sink_flush(sink, error);
	close(sockets[0]);
	close(sockets[1]);
	return read;
}

static void
assert_read(const char *content)
{
	g_autoptr(GError) error = NULL;
	gboolean read = read_page(content, &error);
	g_assert_no_error(error);
	g_assert_true(read);
}

static void
test_scan(void)
{
	assert_read(OFD_PAGE("<ofd:ImageObject Boundary='0 0 210 297' CTM='210 0 0 297 0 0' "
			     "ResourceID='4'/>"));
	g_assert_cmpuint(seen.n, ==, 1);
	g_assert_cmpint(seen.uses[0], ==, VET_PICTURE_TEXT);
	g_assert_cmpuint(seen.pictures[0].width, ==, 4);
	g_assert_cmpuint(seen.pictures[0].height, ==, 2);
	g_assert_cmphex(seen.corners[0], ==, 0xff0000);
	g_assert_cmpfloat_with_epsilon(seen.pictures[0].box.x1, 210 * OFD_MM, 0.01);
	g_assert_cmpfloat_with_epsilon(seen.pictures[0].box.y1, 297 * OFD_MM, 0.01);
}

/* A scanner that turns pages lays its picture down with a map; the recogniser gets it upright. */
static void
test_turned_scan(void)
{
	static const struct {
		const char *map;
		guint width;
		gboolean red_corner;
	} rows[] = {
		{"0 297 -210 0 210 0", 2,
		 FALSE}, /* a quarter clockwise: red goes to the upper right */
		{"0 -297 210 0 0 297", 2, FALSE}, /* and back: to the lower left */
		{"-210 0 0 -297 210 297", 4, FALSE},
		{"0 297 210 0 0 0", 2, TRUE}, /* mirrored on its diagonal */
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *content =
			g_strdup_printf(OFD_PAGE("<ofd:ImageObject Boundary='0 0 210 297' CTM='%s' "
						 "ResourceID='4'/>"),
					rows[i].map);
		assert_read(content);
		g_assert_cmpuint(seen.n, ==, 1);
		g_assert_cmpuint(seen.pictures[0].width, ==, rows[i].width);
		g_assert_cmpint(seen.corners[0] == 0xff0000, ==, rows[i].red_corner);
		g_assert_cmpfloat_with_epsilon(seen.pictures[0].box.x0, 0, 0.01);
		g_assert_cmpfloat_with_epsilon(seen.pictures[0].box.y1, 297 * OFD_MM, 0.01);
	}
}

/* Beside text a picture is looked through for marks alone, and a tiny one not at all. */
static void
test_marks(void)
{
	g_autoptr(GError) error = NULL;
	gboolean read =
		read_page(OFD_PAGE("<ofd:ImageObject Boundary='10 10 40 40' ResourceID='4'/>"
				   "<ofd:ImageObject Boundary='10 60 3 3' ResourceID='4'/>"
				   "<ofd:ImageObject Visible='false' Boundary='10 60 40 40' "
				   "ResourceID='4'/>" OFD_TEXT("20", "100", "4", "", "文字")),
			  &error);

	g_assert_false(read); /* at the member, which is the picture itself */
	g_assert_cmpuint(seen.n, ==, 1);
	g_assert_cmpint(seen.uses[0], ==, VET_PICTURE_MARKS);
	g_assert_cmpfloat_with_epsilon(seen.pictures[0].box.x1, 50 * OFD_MM, 0.01);
}

/* Without a recogniser a scan is said to be one, and its picture is a document of its own. */
static void
test_unrecognised(void)
{
	g_autoptr(GByteArray) bmp = ofd_make_bmp();
	const char *document =
		OFD_DOCUMENT("<ofd:PublicRes>Res.xml</ofd:PublicRes>", OFD_ONE_PAGE, "");
	const char *resources = "<Res><MultiMedias><MultiMedia ID='4' Type='Image'><MediaFile>"
				"scan.bmp</MediaFile></MultiMedia></MultiMedias></Res>";
	const char *root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
	const char *content = OFD_PAGE("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='4'/>");
	ZipMember members[] = {
		{.name = "OFD.xml", .data = root, .size = strlen(root)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Res.xml", .data = resources, .size = strlen(resources)},
		{.name = "Doc_0/scan.bmp", .data = bmp->data, .size = bmp->len},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = content,
		 .size = strlen(content)},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autofree char *plugin = reader_build_file("plugins/ofd.so");
	const char *const plugins[] = {plugin, NULL};
	g_autoptr(GPtrArray) documents =
		reader_read_with(plugins, OFD_NAME, zip->data, zip->len, NULL);

	reader_assert_status(documents, OFD_NAME, "partial");
	g_assert_cmpint(ofd_page(documents, 1)->source, ==, VET_TEXT_NONE);
	ofd_assert_warning(documents, "page 1: is a picture");
	reader_find(documents, OFD_NAME "/Doc_0/scan.bmp");
}

/* A scan that nobody can decode is no page of recognised text: it says nothing, and why. */
static void
test_undecodable(void)
{
	const char *document =
		OFD_DOCUMENT("<ofd:PublicRes>Res.xml</ofd:PublicRes>", OFD_ONE_PAGE, "");
	const char *resources = "<Res><MultiMedias><MultiMedia ID='4' Type='Image'><MediaFile>"
				"scan.jpg</MediaFile></MultiMedia></MultiMedias></Res>";
	const char *const parts[] = {
		"OFD.xml",
		"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
		"Doc_0/Document.xml",
		document,
		"Doc_0/Res.xml",
		resources,
		"Doc_0/scan.jpg",
		"no picture",
		"Doc_0/Pages/Page_0/Content.xml",
		OFD_PAGE("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='4'/>"),
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	reader_assert_status(documents, OFD_NAME, "partial");
	g_assert_cmpint(ofd_page(documents, 1)->source, ==, VET_TEXT_NONE);
	ofd_assert_warning(documents, "page 1: the picture scan.jpg was not read where it stands");
	reader_find(documents, OFD_NAME "/Doc_0/scan.jpg");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ofd-pictures/scan", test_scan);
	g_test_add_func("/ofd-pictures/turned-scan", test_turned_scan);
	g_test_add_func("/ofd-pictures/marks", test_marks);
	g_test_add_func("/ofd-pictures/unrecognised", test_unrecognised);
	g_test_add_func("/ofd-pictures/undecodable", test_undecodable);
	return g_test_run();
}
