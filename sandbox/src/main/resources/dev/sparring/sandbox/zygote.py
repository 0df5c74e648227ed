# The process that forks a child for each test, inside bubblewrap. It runs after harness.py and is never
# reached by a program: the child gives up system calls, memory and time before it reads one.
def _zygote(run):
    import ctypes, os, platform, resource, select, signal, struct, sys

    EXITED, CPU, MEMORY, OUTPUT, STACK, CRASHED, FORBIDDEN = range(7)
    HIDDEN = ("_ctypes", "ctypes", "ctypes._endian", "resource", "select", "platform", "signal", "_signal")
    ARCHITECTURE = 0xC000003E  # AUDIT_ARCH_X86_64
    # read write close fstat lseek munmap brk rt_sigreturn mremap madvise exit sigaltstack clock_gettime
    # exit_group getrandom; mmap is asked about its arguments
    ALLOWED = (0, 1, 3, 5, 8, 11, 12, 15, 25, 28, 60, 131, 228, 231, 318)
    FUTEX = 202
    MMAP, PROT_EXEC, MAP_ANONYMOUS = 9, 4, 0x20
    ALLOW, KILL, DENY = 0x7FFF0000, 0x80000000, 0x00050001  # DENY answers EPERM
    READY = 3  # the child says there that it is confined, and closes it before it reads the program
    LOAD, EQUAL, ANY_BIT, RETURN, GREATER = 0x20, 0x15, 0x45, 0x06, 0x35

    def filter_program():
        code = []
        add = lambda operation, value, yes=0, no=0: code.append(struct.pack("<HBBI", operation, yes, no, value))
        add(LOAD, 4)
        add(EQUAL, ARCHITECTURE, 1, 0)
        add(RETURN, KILL)
        add(LOAD, 0)
        add(GREATER, 0x40000000, 0, 1)  # numbers of the x32 interface
        add(RETURN, KILL)
        add(EQUAL, MMAP, 0, 6)
        add(LOAD, 32)  # protection
        add(ANY_BIT, PROT_EXEC, 3, 0)
        add(LOAD, 40)  # flags
        add(ANY_BIT, MAP_ANONYMOUS, 0, 1)
        add(RETURN, ALLOW)
        add(RETURN, DENY)
        add(EQUAL, FUTEX, 0, 1)  # a single thread calls it only to wait for ever
        add(RETURN, KILL)
        for number in ALLOWED:
            add(EQUAL, number, 0, 1)
            add(RETURN, ALLOW)
        add(RETURN, DENY)
        return b"".join(code)

    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(filter_program())
    program = ctypes.create_string_buffer(
        struct.pack("<HxxxxxxQ", (len(instructions) - 1) // 8, ctypes.addressof(instructions))
    )

    def confine(cpu_millis, megabytes):
        limit = resource.setrlimit
        limit(resource.RLIMIT_CORE, (0, 0))
        limit(resource.RLIMIT_FSIZE, (0, 0))
        limit(resource.RLIMIT_NOFILE, (3, 3))
        limit(resource.RLIMIT_STACK, (16 << 20, 16 << 20))
        limit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        limit(resource.RLIMIT_AS, ((megabytes + 256) << 20, (megabytes + 256) << 20))
        seconds = cpu_millis // 1000 + 2
        limit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.setitimer(signal.ITIMER_PROF, cpu_millis / 1000)
        if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, program, 0, 0) != 0:
            os._exit(120)
        os.write(READY, b"k")
        os.close(READY)

    def complete(count):
        parts = []
        while count > 0:
            part = os.read(0, min(count, 1 << 20))
            if not part:
                os._exit(0)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def send(payload):
        rest = struct.pack(">I", len(payload)) + payload
        while rest:
            rest = rest[os.write(1, rest):]

    def child(source, out, err, ready, cpu_millis, megabytes):
        try:
            os.dup2(source, 0)
            os.dup2(out, 1)
            os.dup2(err, 2)
            os.dup2(ready, READY)
            os.closerange(READY + 1, 1024)
            for name in HIDDEN:
                sys.modules.pop(name, None)
            confine(cpu_millis, megabytes)
            run()
        finally:
            os._exit(120)

    def collect(pid, streams, cap):
        """Reads both outputs until they end; ends the child when one is longer than it may be."""
        parts = {number: b"" for number in streams}
        full = False
        poll = select.poll()
        for number in streams:
            poll.register(number, select.POLLIN)
        left = len(streams)
        while left:
            for number, _ in poll.poll():
                part = os.read(number, 65536)
                parts[number] += part
                if not part:
                    poll.unregister(number)
                    left -= 1
                elif len(parts[number]) > cap and not full:
                    full = True
                    os.kill(pid, signal.SIGKILL)
                    parts[number] = parts[number][:cap]
                elif full:
                    parts[number] = parts[number][:cap]
        return [parts[number][:cap] for number in streams], full

    def ending(status, full, used, cpu_millis):
        """What a program did; a process that ended for another reason ends this one: no outcome."""
        if full:
            return OUTPUT, 0
        if os.WIFEXITED(status):
            code = os.WEXITSTATUS(status)
            return EXITED, code
        number = os.WTERMSIG(status)
        if number in (signal.SIGPROF, signal.SIGXCPU) or number == signal.SIGKILL and used >= 1000 * cpu_millis:
            return CPU, 0
        if number == signal.SIGSYS:
            return FORBIDDEN, 0
        if number in (signal.SIGSEGV, signal.SIGBUS):
            return STACK, 0
        if number in (signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP):
            return CRASHED, 0
        sys.exit("the process of a program was ended from outside, by signal %d" % number)

    def answer(frame):
        _, cpu_millis, megabytes, cap, size = struct.unpack_from(">QIIII", frame)
        text = frame[24 : 24 + size]
        given = frame[28 + size :]
        source = os.memfd_create("stdin")
        os.write(source, b"%08x" % size + text + given)
        os.lseek(source, 0, os.SEEK_SET)
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        ready, ready_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            child(source, out_end, err_end, ready_end, cpu_millis, megabytes)
        for number in (source, out_end, err_end, ready_end):
            os.close(number)
        if os.read(ready, 1) != b"k":
            sys.exit("the process of a program could not be confined")
        (output, complaints), full = collect(pid, (out, err), cap)
        _, status, usage = os.wait4(pid, 0)
        for number in (out, err, ready):
            os.close(number)
        used = int((usage.ru_utime + usage.ru_stime) * 1e6)
        how, code = ending(status, full, used, cpu_millis)
        head = struct.pack(">BiQ", how, code, used)
        body = struct.pack(">I", len(output)) + output + struct.pack(">I", len(complaints)) + complaints
        return head + body

    if platform.machine() != "x86_64":
        sys.exit("backend os is for x86-64, this is " + platform.machine())
    _seal()
    send(b"spar\x01")
    while True:
        send(answer(complete(struct.unpack(">I", complete(4))[0])))


_zygote(_run)
