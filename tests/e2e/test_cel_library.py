# SPDX-License-Identifier: GPL-3.0-or-later
"""lib/cel can be installed alone: a stranger's program, with nothing but what was installed."""

import os
import subprocess

from conftest import BUILD, ROOT

PROGRAM = r"""
#include <cel/cel.h>
#include <stdio.h>

static gboolean
value_of(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	*ret_value = cel_int(*(gint64 *)user_data);
	return TRUE;
}

int
main(void)
{
	CelEnv *env = cel_env_new();
	CelArena *arena = cel_arena_new(1 << 20);
	GPtrArray *issues = NULL;
	gint64 number = 41;
	CelValue value;

	cel_env_declare(env, "number", "int");
	CelProgram *program = cel_compile(env, "number + 1", -1, &issues);
	CelEvaluation evaluation = {.arena = arena, .resolve = value_of, .user_data = &number};
	if (!cel_program_evaluate(program, &evaluation, &value, NULL, NULL, NULL))
		return 1;
	printf("%s\n", cel_value_to_display(value));
	if (cel_compile(env, "numbr", -1, &issues) != NULL)
		return 1;
	printf("%s", cel_issue_format(issues->pdata[0], "expression", "numbr"));
	return 0;
}
"""


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_alone(tmp_path):
    root = tmp_path / "root"
    prefix = root / "usr/local"
    sanitizers = BUILD.name.removeprefix("build").removeprefix("-").replace("-", ",")
    # not another PREFIX, which would compile the build in use again
    run("make", "-C", ROOT, "install-cel", f"DESTDIR={root}", "PREFIX=/usr/local", f"BUILD={BUILD}",
        f"SAN={sanitizers}")
    description = prefix / "lib/pkgconfig/cel.pc"
    described = description.read_text()
    assert described.startswith("prefix=/usr/local\n")
    description.write_text(described.replace("/usr/local", str(prefix)))
    source = tmp_path / "program.c"
    source.write_text(PROGRAM)
    environment = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig"),
                   "ASAN_OPTIONS": "detect_leaks=0"}
    flags = run("pkg-config", "--cflags", "--libs", "cel", env=environment).split()
    if sanitizers:
        flags.append(f"-fsanitize={sanitizers}")
    run("gcc", "-std=gnu11", "-Werror", "-o", tmp_path / "program", source, *flags)
    said = run(tmp_path / "program", env=environment)
    assert said == ("42\nexpression:1:1: error: unknown name 'numbr'; did you mean 'number'?\n"
                    "  numbr\n  ^~~~~\n")
    assert (prefix / "share/man/man3/cel.3").is_file()
