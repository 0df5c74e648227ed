package dev.sparring.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class AdmissionGatesProperties {
  @Property
  void noProposalIsLostAndWhatWasAdmittedIsAdmittedAgain(
      @ForAll @Size(max = 20)
          List<@StringLength(max = 2) @CharRange(from = 'a', to = 'c') String> keys,
      @ForAll
          Set<@StringLength(min = 1, max = 1) @CharRange(from = 'a', to = 'c') String> archive) {
    AdmissionGates gates = AdmissionGatesTest.DEFAULT;
    ProposedRound once = gates.admit(AdmissionGatesTest.round(keys), archive, List.of()).round();
    assertThat(once.proposals())
        .extracting(Proposal::id)
        .isEqualTo(AdmissionGatesTest.round(keys).proposals().stream().map(Proposal::id).toList());
    assertThat(once.proposals())
        .allMatch(p -> p.problem().isPresent() != p.rejection().isPresent());
    assertThat(gates.admit(once, archive, List.of()).round()).isEqualTo(once);
    assertThat(once.problems())
        .extracting(Problem::key)
        .doesNotHaveDuplicates()
        .noneMatch(archive::contains);
    Set<String> asked = new HashSet<>(keys);
    asked.remove("");
    asked.removeAll(archive);
    assertThat(once.problems()).extracting(Problem::key).containsExactlyInAnyOrderElementsOf(asked);
  }
}
