/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/symbol.h"

#define PRIVATE 0xF000 /* where Word has the places of such a font */

/* signs of places that follow each other, from `first` on; boxes to tick are all ☐, whatever their shadow */
static const struct {
	const char *font;
	guint first;
	const char *const signs[24];
} rows[] = {
	{"Wingdings", 0x21, {"✏", "✂", "✁"}},
	{"Wingdings", 0x28, {"☎", "✆", "✉"}},
	{"Wingdings", 0x3e, {"✇", "✍", "✎", "✌"}},
	{"Wingdings", 0x45, {"☜", "☞", "☝", "☟"}},
	{"Wingdings", 0x51, {"✈", "☼"}},
	{"Wingdings", 0x6c, {"●", "❍", "■", "☐", "☐", "☐", "☐", "◆", "◆", "◆", "❖", "◆", "☒"}},
	{"Wingdings", 0x80, {"⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩",
			     "⓿", "❶", "❷", "❸", "❹", "❺", "❻", "❼", "❽", "❾", "❿"}},
	{"Wingdings", 0x9e, {"·", "•", "●", "○", "○", "○", "◉", "◎", "○", "▪", "☐"}},
	{"Wingdings", 0xaa, {"✦", "★", "✶", "✴", "✹", "✵"}},
	{"Wingdings", 0xd8, {"➢"}},
	{"Wingdings", 0xdf, {"←", "→", "↑", "↓", "↖", "↗", "↙", "↘", "←", "→", "↑", "↓"}},
	{"Wingdings", 0xef, {"⇦", "⇨", "⇧", "⇩"}},
	{"Wingdings", 0xfb, {"✗", "✓", "☒", "☑"}},
	{"Wingdings 2", 0x2a, {"☐"}},
	{"Wingdings 2", 0x4f, {"✗", "✓", "☒", "☑", "☒", "☒", "☒"}},
	{"Wingdings 2", 0x69, {"⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩",
			       "⓿", "❶", "❷", "❸", "❹", "❺", "❻", "❼", "❽", "❾", "❿"}},
	{"Wingdings 2", 0x97, {"●", "●"}},
	{"Wingdings 2", 0xa2, {"■", "☐"}},
	{"Webdings", 0x61, {"✓", NULL}},
	{"Webdings", 0x63, {"☐"}},
	{"Webdings", 0x67, {"■"}},
	{"Webdings", 0x72, {"✗"}},
	{"Symbol", 0x22, {"∀"}},
	{"Symbol", 0x24, {"∃"}},
	{"Symbol", 0x27, {"∍"}},
	{"Symbol", 0x2a, {"∗"}},
	{"Symbol", 0x2d, {"−"}},
	{"Symbol", 0x40, {"≅", "Α", "Β", "Χ", "Δ", "Ε", "Φ", "Γ", "Η", "Ι", "ϑ", "Κ"}},
	{"Symbol",
	 0x4c,
	 {"Λ", "Μ", "Ν", "Ο", "Π", "Θ", "Ρ", "Σ", "Τ", "Υ", "ς", "Ω", "Ξ", "Ψ", "Ζ"}},
	{"Symbol", 0x5c, {"∴"}},
	{"Symbol", 0x5e, {"⊥"}},
	{"Symbol", 0x61, {"α", "β", "χ", "δ", "ε", "φ", "γ", "η", "ι", "ϕ", "κ"}},
	{"Symbol",
	 0x6c,
	 {"λ", "μ", "ν", "ο", "π", "θ", "ρ", "σ", "τ", "υ", "ϖ", "ω", "ξ", "ψ", "ζ"}},
	{"Symbol", 0x7e, {"∼"}},
	{"Symbol",
	 0xa1,
	 {"ϒ", "′", "≤", "⁄", "∞", "ƒ", "♣", "♦", "♥", "♠", "↔", "←", "↑", "→", "↓"}},
	{"Symbol", 0xb0, {"°", "±", "″", "≥", "×", "∝", "∂", "•", "÷", "≠", "≡", "≈", "…"}},
	{"Symbol",
	 0xbf,
	 {"↵", "ℵ", "ℑ", "ℜ", "℘", "⊗", "⊕", "∅", "∩", "∪", "⊃", "⊇", "⊄", "⊂", "⊆", "∈", "∉"}},
	{"Symbol",
	 0xd0,
	 {"∠", "∇", "®", "©", "™", "∏", "√", "⋅", "¬", "∧", "∨", "⇔", "⇐", "⇑", "⇒", "⇓", "◊",
	  "〈"}},
	{"Symbol", 0xe5, {"∑"}},
	{"Symbol", 0xf1, {"〉", "∫"}},
};

const char *
docx_symbol_find(const char *font, guint code)
{
	guint place = code >= PRIVATE ? code - PRIVATE : code;
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (place < rows[i].first || place - rows[i].first >= G_N_ELEMENTS(rows[i].signs) ||
		    g_ascii_strcasecmp(rows[i].font, font) != 0)
			continue;
		const char *sign = rows[i].signs[place - rows[i].first];
		if (sign)
			return sign;
	}
	return NULL;
}

gboolean
docx_symbol_is_font(const char *font)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_ascii_strcasecmp(rows[i].font, font) == 0)
			return TRUE;
	return FALSE;
}
