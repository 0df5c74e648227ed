# Runs one program in an interpreter of its own. Both backends start from it: it imports what programs
# may use, then defines _run, which reads a program and its input from standard input and runs it.
import abc, array, ast, base64, binascii, bisect, builtins, cmath, codecs, collections, collections.abc
import contextlib, copy, dataclasses, datetime, decimal, enum, errno, fractions, functools, gc, genericpath
import hashlib, heapq, io, itertools, json, keyword, linecache, locale, math, numbers, operator, os, pprint
import random, re, reprlib, statistics, string, struct, sys, textwrap, time, token, tokenize, traceback, types
import typing, unicodedata, warnings, weakref

for _warm in ("strptime", "encodings.ascii", "encodings.latin_1", "encodings.utf_8", "encodings.idna"):
    try:
        __import__("_" + _warm if _warm == "strptime" else _warm)
    except ImportError:
        pass


def _harness(os, sys, builtins, gc):
    """Binds what _run uses, so that a program cannot change it by changing a module."""
    read, write, leave, flush_at = os.read, os.write, os._exit, sys.stdout
    compiled, execute, to_int = compile, exec, int
    base, leaving = BaseException, SystemExit
    module = sys.modules["__main__"]

    def complete(count):
        parts = b""
        while len(parts) < count:
            part = read(0, min(count - len(parts), 65536))
            if not part:
                leave(121)
            parts += part
        return parts

    def last_line(trace):
        line = None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "program.py":
                line = trace.tb_lineno
            trace = trace.tb_next
        return line

    def complain(problem, trace):
        text = type(problem).__name__
        try:
            said = str(problem).split("\n")[0]
            text += ": " + said if said else ""
            line = last_line(trace)
            text += " (line %d)" % line if line else ""
        except base:
            pass
        write(2, text[:400].encode("utf-8", "backslashreplace"))

    def run():
        source = complete(to_int(complete(8), 16)).decode("utf-8")
        own = module.__dict__
        own.clear()
        own.update(__name__="__main__", __builtins__=builtins, __doc__=None)
        code = 0
        try:
            execute(compiled(source, "program.py", "exec", dont_inherit=True), own)
        except leaving as asked:
            code = asked.code
            if code is None:
                code = 0
            elif type(code) is not to_int:
                complain(asked, None)
                code = 1
        except base as problem:
            complain(problem, problem.__traceback__)
            code = 1
        for stream in (sys.stdout, flush_at):
            try:
                stream.flush()
            except base:
                pass
        leave(code & 255)

    return run


_run = _harness(os, sys, builtins, gc)

def _seal():
    """Takes away the ways to more modules, and begins random numbers at a fixed place."""
    sys.path.clear()
    sys.path_importer_cache.clear()
    sys.path_hooks.clear()
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__name__ in ("BuiltinImporter", "FrozenImporter")]
    sys.argv[:] = ["program.py"]
    os.environ.clear()
    random.seed(0)
    sys.setrecursionlimit(1000)
    gc.collect()
    gc.freeze()
