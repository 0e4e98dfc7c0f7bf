/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/media-names.h"

#include <string.h>

#define PDF "hand it in as PDF"
#define PICTURE "hand it in as PNG, JPEG or PDF"
#define FILM "hand the film in as MP4 with H.264"
#define SOUND "hand the sound in as M4A, or what is said as text"
#define ARCHIVE "pack the files as ZIP"
#define SHEET "hand it in as xlsx, csv or PDF"
#define NOTHING "leave it out, or describe it in a document"

typedef struct {
	const char *media_type; /* one that ends in '*' is a prefix; the first that fits counts */
	const char *noun;
	const char *advice;
} Row;

static const Row rows[] = {
	/* drawings and models */
	{"image/vnd.dwg", "an AutoCAD drawing", PDF},
	{"image/vnd.dxf", "a CAD drawing (DXF)", PDF},
	{"application/x-bentley-dgn", "a MicroStation drawing", PDF},
	{"application/vnd.sketchup.skp", "a SketchUp model", PDF},
	{"application/x-blender", "a Blender scene", PDF},
	{"image/x-3ds", "a 3D Studio model", PDF},
	{"model/*", "a three-dimensional model", PDF},
	{"application/vnd.ms-visio*", "a Visio drawing", PDF},
	{"application/vnd.visio", "a Visio drawing", PDF},
	{"application/vnd.corel-draw", "a CorelDRAW drawing", PDF},
	{"application/x-vnd.corel*", "a CorelDRAW drawing", PDF},
	{"image/x-xfig", "a drawing (Xfig)", PDF},
	{"image/cgm", "a drawing (CGM)", PDF},
	{"image/emf", "a Windows metafile", PICTURE},
	{"image/wmf", "a Windows metafile", PICTURE},
	{"application/x-scribus", "a Scribus layout", PDF},
	{"application/vnd.pagemaker", "a PageMaker layout", PDF},
	{"application/x-quark*", "a QuarkXPress layout", PDF},
	{"application/vnd.ms-publisher", "a Publisher document", PDF},
	/* pictures */
	{"image/vnd.adobe.photoshop", "a Photoshop picture", PICTURE},
	{"image/x-xcf", "a GIMP picture", PICTURE},
	{"image/vnd.djvu", "a scanned book (DjVu)", PDF},
	{"image/x-canon-*", "a raw photograph", PICTURE},
	{"image/x-fuji-raf", "a raw photograph", PICTURE},
	{"image/x-olympus-orf", "a raw photograph", PICTURE},
	{"image/x-x3f", "a raw photograph", PICTURE},
	{"image/x-icns", "an icon", NOTHING},
	{"image/vnd.microsoft.icon", "an icon", NOTHING},
	{"image/x-eps", "an Encapsulated PostScript picture", PDF},
	{"application/dicom", "a medical picture (DICOM)", PICTURE},
	{"image/*", "a picture of a kind that is not read", PICTURE},
	/* documents */
	{"application/postscript", "a PostScript document", PDF},
	{"application/vnd.fdf", "the data of a PDF form without the form", PDF},
	{"text/rtf", "a Rich Text document", PDF},
	{"application/rtf", "a Rich Text document", PDF},
	{"application/msword", "a Word document of before 2007", "hand it in as docx or PDF"},
	{"application/vnd.ms-excel", "an Excel workbook of before 2007", SHEET},
	{"application/vnd.ms-powerpoint", "a PowerPoint presentation of before 2007",
	 "hand it in as pptx or PDF"},
	{"application/vnd.ms-works*", "a Microsoft Works document", PDF},
	{"application/vnd-ms-works", "a Microsoft Works document", PDF},
	{"application/vnd.ms-project", "a Project plan", PDF},
	{"application/msonenote", "a OneNote notebook", PDF},
	{"application/vnd.ms-office", "an Office document of a kind that does not show", PDF},
	{"application/x-ole-storage", "an Office document of a kind that does not show", PDF},
	{"application/x-ole-object", "a file that Office packed into a document",
	 "hand that file in by itself"},
	{"application/CDFV2*", "an Office document of a kind that does not show", PDF},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml*", "a Word document", PDF},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml*", "an Excel workbook",
	 SHEET},
	{"application/vnd.openxmlformats-officedocument.presentationml*",
	 "a PowerPoint presentation", PDF},
	{"application/vnd.oasis.opendocument*", "an OpenDocument file", PDF},
	{"application/vnd.sun.xml*", "an OpenOffice document", PDF},
	{"application/vnd.stardivision*", "a StarOffice document", PDF},
	{"application/vnd.wordperfect", "a WordPerfect document", PDF},
	{"application/x-wordperfect*", "a WordPerfect file", PDF},
	{"application/vnd.lotus*", "a Lotus document", PDF},
	{"application/x-hwp", "a Hangul document", PDF},
	{"application/x-ichitaro*", "an Ichitaro document", PDF},
	{"application/x-mswrite", "a Windows Write document", PDF},
	{"application/vnd.softmaker*", "a SoftMaker document", PDF},
	{"application/x-gnumeric", "a Gnumeric sheet", SHEET},
	{"application/x-dbf", "a dBASE table", SHEET},
	{"application/x-sylk", "a sheet (SYLK)", SHEET},
	{"application/x-dvi", "a TeX document", PDF},
	{"application/ofd", "an OFD document", PDF},
	{"application/pdf", "a PDF document", "hand it in again"},
	{"application/epub+zip", "an electronic book", PDF},
	{"application/x-mobipocket-ebook", "an electronic book", PDF},
	{"application/vnd.ms-htmlhelp", "a help file", PDF},
	{"application/winhelp", "a help file", PDF},
	/* mail */
	{"application/vnd.ms-outlook", "an Outlook message", "print it to PDF, or save it as eml"},
	{"application/vnd.ms-tnef", "an Outlook attachment (winmail.dat)",
	 "hand in the files that it holds"},
	{"application/x-ms-dbx", "an Outlook Express mailbox", PDF},
	{"message/*", "an electronic mail", PDF},
	{"application/warc", "an archive of web pages (WARC)", PDF},
	{"multipart/*", "an electronic mail", PDF},
	/* films and sound */
	{"video/x-matroska", "a Matroska video", FILM},
	{"video/webm", "a WebM video", FILM},
	{"video/x-msvideo", "an AVI video", FILM},
	{"video/x-flv", "a Flash video", FILM},
	{"video/x-ms-asf", "a Windows Media video or sound", FILM},
	{"application/vnd.rn-realmedia", "a RealMedia video", FILM},
	{"video/MP2T", "a video stream (MPEG-TS)", FILM},
	{"video/mpeg*", "an MPEG video", FILM},
	{"application/mxf", "a video of a camera (MXF)", FILM},
	{"application/ogg", "an Ogg video or sound", FILM},
	{"application/x-shockwave-flash", "a Flash animation", FILM},
	{"application/x-quicktime-player", "a link to a film", FILM},
	{"video/*", "a video of a kind that is not read", FILM},
	{"audio/mpeg", "an MP3 sound", SOUND},
	{"audio/x-wav", "a WAV sound", SOUND},
	{"audio/mid*", "music (MIDI)", NOTHING},
	{"audio/*", "a sound of a kind that is not read", SOUND},
	/* archives and images of disks */
	{"application/x-rar", "a RAR archive", ARCHIVE},
	{"application/vnd.rar", "a RAR archive", ARCHIVE},
	{"application/x-7z-compressed", "a 7z archive", ARCHIVE},
	{"application/zip", "a ZIP archive", ARCHIVE},
	{"application/gzip", "a gzip archive", ARCHIVE},
	{"application/x-tar", "a tar archive", ARCHIVE},
	{"application/x-bzip2", "a bzip2 archive", ARCHIVE},
	{"application/x-xz", "an xz archive", ARCHIVE},
	{"application/zstd", "a Zstandard archive", ARCHIVE},
	{"application/x-lzma", "an LZMA archive", ARCHIVE},
	{"application/x-lz4", "an LZ4 archive", ARCHIVE},
	{"application/x-arj", "an ARJ archive", ARCHIVE},
	{"application/x-ace-compressed", "an ACE archive", ARCHIVE},
	{"application/x-stuffit", "a StuffIt archive", ARCHIVE},
	{"application/x-cpio", "a cpio archive", ARCHIVE},
	{"application/x-archive", "a library of compiled programs", NOTHING},
	{"application/x-compress*", "a packed file of a rare kind", ARCHIVE},
	{"application/vnd.ms-cab-compressed", "a Windows cabinet", ARCHIVE},
	{"application/x-iso9660-image", "an image of a disc", ARCHIVE},
	{"application/x-apple-diskimage", "an image of a Macintosh disk", ARCHIVE},
	{"application/x-ms-wim", "an image of a Windows disk", ARCHIVE},
	{"application/x-qemu-disk", "the disk of a virtual machine", NOTHING},
	{"application/x-virtualbox-vhd", "the disk of a virtual machine", NOTHING},
	/* programs */
	{"application/x-dosexec", "a program for Windows", NOTHING},
	{"application/vnd.microsoft.portable-executable", "a program for Windows", NOTHING},
	{"application/x-ms-ne-executable", "a program for Windows", NOTHING},
	{"application/x-msi", "an installer for Windows", NOTHING},
	{"application/x-innosetup*", "an installer for Windows", NOTHING},
	{"application/x-installshield*", "an installer for Windows", NOTHING},
	{"application/x-ms-shortcut", "a shortcut to a file that is not here",
	 "hand in the file itself"},
	{"application/x-mswinurl", "a link to a page", "hand in the page as PDF"},
	{"application/x-executable", "a program for Linux", NOTHING},
	{"application/x-pie-executable", "a program for Linux", NOTHING},
	{"application/x-sharedlib", "a library of a program", NOTHING},
	{"application/x-object", "a part of a program", NOTHING},
	{"application/x-mach-binary", "a program for macOS", NOTHING},
	{"application/vnd.android.package-archive", "an Android app", NOTHING},
	{"application/x-ios-app", "an iOS app", NOTHING},
	{"application/java-archive", "a Java program", NOTHING},
	{"application/x-java*", "a part of a Java program", NOTHING},
	{"application/x-bytecode.python", "a part of a Python program", NOTHING},
	{"application/wasm", "a program (WebAssembly)", NOTHING},
	{"application/x-chrome-extension", "an extension of a browser", NOTHING},
	{"application/vnd.debian.binary-package", "a Debian package", NOTHING},
	{"application/x-rpm", "an RPM package", NOTHING},
	{"application/x-coredump", "the memory of a program that crashed", NOTHING},
	/* data */
	{"application/vnd.sqlite3", "an SQLite database", SHEET},
	{"application/msaccess", "an Access database", SHEET},
	{"application/x-msaccess", "an Access database", SHEET},
	{"application/x-hdf*", "scientific data (HDF)", SHEET},
	{"application/x-matlab-data", "MATLAB data", SHEET},
	{"application/x-numpy-data", "NumPy data", SHEET},
	{"application/x-netcdf", "scientific data (NetCDF)", SHEET},
	{"application/vnd.tcpdump.pcap", "recorded network traffic", NOTHING},
	{"application/x-ms-evtx", "a Windows event log", NOTHING},
	{"application/x-git", "a part of a Git repository", NOTHING},
	{"application/x-bittorrent", "a BitTorrent link to files that are not here",
	 "hand in the files themselves"},
	/* keys */
	{"application/pgp-signature", "a PGP signature without what it signs", NOTHING},
	{"application/pgp-keys", "a PGP key", NOTHING},
	{"application/x-java-keystore", "a store of keys", NOTHING},
	{"application/x-putty-private-key", "a private key", NOTHING},
	/* fonts */
	{"font/*", "a font", NOTHING},
	{"application/x-font*", "a font", NOTHING},
	{"application/vnd.ms-fontobject", "a font", NOTHING},
	{"application/vnd.ms-opentype", "a font", NOTHING},
};

static const Row *
find_row(const char *media_type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize length = strlen(rows[i].media_type);
		gboolean is_prefix = rows[i].media_type[length - 1] == '*';
		if (is_prefix ? strncmp(rows[i].media_type, media_type, length - 1) == 0
			      : strcmp(rows[i].media_type, media_type) == 0)
			return &rows[i];
	}
	return NULL;
}

const char *
vet_media_noun(const char *media_type)
{
	const Row *row = find_row(media_type);
	return row ? row->noun : NULL;
}

char *
vet_media_refusal(const char *media_type)
{
	const Row *row = find_row(media_type);

	if (row)
		return g_strdup_printf("This is %s (%s), which nothing here reads; %s", row->noun,
				       media_type, row->advice);
	if (strcmp(media_type, "application/octet-stream") == 0)
		return g_strdup("Nothing here knows this kind of file, which may be damaged; " PDF);
	return g_strdup_printf("Nothing here reads %s; " PDF, media_type);
}
