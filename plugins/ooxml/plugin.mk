# SPDX-License-Identifier: GPL-3.0-or-later
ooxml_PKGS := glib-2.0 libzip libxml-2.0
# the signer's name in a certificate, as for OFD
ooxml_SOURCES := $(addprefix plugins/ofd/,certificate.c charset.c der.c)
