;; Stands in for the interpreter in tests: the same calls of the host, the same way of being started and
;; run, but a "program" is one letter that says what to do. Assembled with: wat2wasm stand-in.wat
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (table 1 funcref)
  (elem (i32.const 0) $start)
  (global $sp (mut i32) (i32.const 65536))
  (data (i32.const 1024) "ready")
  (data (i32.const 1040) "RecursionError: deep")

  ;; writes n bytes at p to a descriptor; gives the error number
  (func $write (param $fd i32) (param $p i32) (param $n i32) (result i32)
    (i32.store (i32.const 16) (local.get $p))
    (i32.store (i32.const 20) (local.get $n))
    (call $fd_write (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 24)))

  ;; reads up to n bytes to p; gives how many
  (func $read (param $p i32) (param $n i32) (result i32)
    (i32.store (i32.const 16) (local.get $p))
    (i32.store (i32.const 20) (local.get $n))
    (drop (call $fd_read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24)))
    (i32.load (i32.const 24)))

  ;; prints a number from 0 to 99 in two digits
  (func $digits (param $n i32)
    (i32.store8 (i32.const 64) (i32.add (i32.const 48) (i32.div_u (local.get $n) (i32.const 10))))
    (i32.store8 (i32.const 65) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
    (drop (call $write (i32.const 1) (i32.const 64) (i32.const 2))))

  (func $start (export "_start")
    (drop (call $write (i32.const 2) (i32.const 1024) (i32.const 5)))
    (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 32)))
    (unreachable))

  ;; a function with a frame of 1 KB that calls itself
  (func $deep
    (global.set $sp (i32.sub (global.get $sp) (i32.const 1024)))
    (i32.store (global.get $sp) (i32.const 1))
    (call $deep)
    (global.set $sp (i32.add (global.get $sp) (i32.const 1024))))

  ;; a function without a frame that calls itself
  (func $frameless (param $n i32) (result i32)
    (i32.add (i32.const 1) (call $frameless (i32.add (local.get $n) (i32.const 1)))))

  (func $run (export "run") (param $command i32) (param $flags i32) (result i32)
    (local $letter i32) (local $n i32)
    (drop (call $read (i32.const 128) (i32.const 8)))
    (drop (call $read (i32.const 136) (i32.const 1)))
    (local.set $letter (i32.load8_u (i32.const 136)))
    (local.set $n (call $read (i32.const 2048) (i32.const 1000)))
    (if (i32.eq (local.get $letter) (i32.const 101)) ;; e: echo the input
      (then (drop (call $write (i32.const 1) (i32.const 2048) (local.get $n)))
            (call $exit (i32.const 0))))
    (if (i32.eq (local.get $letter) (i32.const 108)) ;; l: loop
      (then (loop $l (br $l))))
    (if (i32.eq (local.get $letter) (i32.const 103)) ;; g: grow until refused, then trap
      (then (loop $l (br_if $l (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0))))
            (unreachable)))
    (if (i32.eq (local.get $letter) (i32.const 111)) ;; o: print for ever
      (then (loop $l (drop (call $write (i32.const 1) (i32.const 2048) (i32.const 1000))) (br $l))))
    (if (i32.eq (local.get $letter) (i32.const 79)) ;; O: complain for ever
      (then (loop $l (drop (call $write (i32.const 2) (i32.const 2048) (i32.const 1000))) (br $l))))
    (if (i32.eq (local.get $letter) (i32.const 100)) ;; d: deep, with frames
      (then (call $deep)))
    (if (i32.eq (local.get $letter) (i32.const 102)) ;; f: deep, without frames
      (then (drop (call $frameless (i32.const 0)))))
    (if (i32.eq (local.get $letter) (i32.const 117)) ;; u: trap
      (then (unreachable)))
    (if (i32.eq (local.get $letter) (i32.const 109)) ;; m: write outside of memory
      (then (i32.store (i32.const -8) (i32.const 1))))
    (if (i32.eq (local.get $letter) (i32.const 120)) ;; x: exit with 3
      (then (call $exit (i32.const 3))))
    (if (i32.eq (local.get $letter) (i32.const 114)) ;; r: complain as Python does, exit with 1
      (then (drop (call $write (i32.const 2) (i32.const 1040) (i32.const 20)))
            (call $exit (i32.const 1))))
    (if (i32.eq (local.get $letter) (i32.const 98)) ;; b: come back without an exit
      (then (return (i32.const 0))))
    (if (i32.eq (local.get $letter) (i32.const 115)) ;; s: count runs in memory, and in new memory
      (then
        (i32.store (i32.const 4096) (i32.add (i32.load (i32.const 4096)) (i32.const 1)))
        (local.set $n (i32.shl (memory.grow (i32.const 1)) (i32.const 16)))
        (i32.store (local.get $n) (i32.add (i32.load (local.get $n)) (i32.const 1)))
        (call $digits (i32.add (i32.load (i32.const 4096)) (i32.load (local.get $n))))
        (call $exit (i32.const 0))))
    (if (i32.eq (local.get $letter) (i32.const 116)) ;; t: a time and a random byte
      (then
        (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 32)))
        (drop (call $random (i32.const 40) (i32.const 1)))
        (call $digits (i32.rem_u (i32.load (i32.const 32)) (i32.const 100)))
        (call $digits (i32.rem_u (i32.load8_u (i32.const 40)) (i32.const 100)))
        (call $exit (i32.const 0))))
    (if (i32.eq (local.get $letter) (i32.const 112)) ;; p: open a file, accept a connection
      (then
        (call $digits (call $path_open (i32.const 3) (i32.const 0) (i32.const 1024) (i32.const 5)
          (i32.const 0) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const 48)))
        (call $digits (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 48)))
        (call $digits (call $write (i32.const 3) (i32.const 1024) (i32.const 5)))
        (call $exit (i32.const 0))))
    (call $exit (i32.const 9))
    (i32.const 0)))
