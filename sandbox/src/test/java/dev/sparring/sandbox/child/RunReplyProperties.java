package dev.sparring.sandbox.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunReplyProperties {
  @Property
  void aReplyComesThroughAsItIs(
      @ForAll Ending ending,
      @ForAll int code,
      @ForAll long units,
      @ForAll byte[] output,
      @ForAll byte[] complaints)
      throws IOException {
    RunReply reply = new RunReply(ending, code, units, output, complaints);
    assertThat(RunReply.decode(frame(reply))).usingRecursiveComparison().isEqualTo(reply);
  }

  @Property
  void aRequestComesThroughAsItIs(
      @ForAll byte[] program, @ForAll byte[] input, @ForAll long instructions) throws IOException {
    RunRequest request = new RunRequest(program, input, instructions, 7, 64, 100);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(request.encode()));
    assertThat(RunRequest.decode(in)).usingRecursiveComparison().isEqualTo(request);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Property(tries = 3000)
  void bytesThatAreNoReplyAreRefusedAndNothingElseHappens(@ForAll byte[] bytes) {
    try {
      assertThat(RunReply.decode(bytes)).isNotNull();
    } catch (ChildException refused) {
      assertThat(refused).hasMessageStartingWith("a child of the sandbox answered with");
    }
  }

  @Property
  void aReplyThatIsCutOffIsRefused(@ForAll byte[] output, @ForAll int at) throws IOException {
    byte[] frame = frame(new RunReply(Ending.EXITED, 0, 1, output, output));
    byte[] cut = Arrays.copyOf(frame, Math.floorMod(at, frame.length));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> RunReply.decode(cut))
        .isInstanceOf(ChildException.class);
  }

  private static byte[] frame(RunReply reply) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reply.write(new DataOutputStream(bytes));
    byte[] all = bytes.toByteArray();
    int length = new DataInputStream(new ByteArrayInputStream(all)).readInt();
    assertThat(length).isEqualTo(all.length - 4);
    return Arrays.copyOfRange(all, 4, all.length);
  }
}
