# The end of the prelude for the wasm backend: the host takes the snapshot at the look at the clock.
_seal()
os.write(2, b"ready")
time.time()
