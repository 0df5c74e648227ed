package dev.sparring.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import dev.sparring.core.WireMessage;
import dev.sparring.core.task.Task;
import java.net.http.HttpClient;

@AnalyzeClasses(packages = "dev.sparring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modules_depend_in_one_direction =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy("dev.sparring.core..")
          .layer("chat-template")
          .definedBy("dev.sparring.template..")
          .layer("policy")
          .definedBy("dev.sparring.policy..")
          .layer("cluster")
          .definedBy("dev.sparring.cluster..")
          .layer("proposer")
          .definedBy("dev.sparring.proposer..")
          .layer("solver")
          .definedBy("dev.sparring.solver..")
          .layer("verifier")
          .definedBy("dev.sparring.verifier..")
          .layer("sandbox")
          .definedBy("dev.sparring.sandbox..")
          .layer("code")
          .definedBy("dev.sparring.code..")
          .layer("systems")
          .definedBy("dev.sparring.systems..")
          .layer("orchestrator")
          .definedBy("dev.sparring.orchestrator..")
          .layer("exports")
          .definedBy("dev.sparring.exports..")
          .layer("dashboard")
          .definedBy("dev.sparring.dashboard..")
          .layer("cli")
          .definedBy("dev.sparring.cli..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("chat-template")
          .mayNotAccessAnyLayer()
          .whereLayer("policy")
          .mayOnlyAccessLayers("core", "chat-template")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("core", "policy")
          .whereLayer("proposer")
          .mayOnlyAccessLayers("core", "policy")
          .whereLayer("solver")
          .mayOnlyAccessLayers("core", "policy")
          .whereLayer("verifier")
          .mayOnlyAccessLayers("core")
          .whereLayer("sandbox")
          .mayNotAccessAnyLayer()
          .whereLayer("sandbox")
          .mayOnlyBeAccessedByLayers("code", "cli")
          .whereLayer("code")
          .mayOnlyAccessLayers("core", "sandbox")
          .whereLayer("code")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("systems")
          .mayOnlyAccessLayers("core")
          .whereLayer("systems")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("orchestrator")
          .mayOnlyBeAccessedByLayers("cli", "exports")
          .whereLayer("exports")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("dashboard")
          .mayOnlyAccessLayers("core")
          .whereLayer("dashboard")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule one_class_makes_http_clients =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sparring.policy.hub.HttpClients")
          .should()
          .callMethod(HttpClient.class, "newBuilder")
          .orShould()
          .callMethod(HttpClient.class, "newHttpClient")
          .because("a property that Java reads with the first client has to be set before it");

  @ArchTest
  static final ArchRule the_chat_template_engine_stands_on_the_jdk_alone =
      classes()
          .that()
          .resideInAPackage("dev.sparring.template..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sparring.template..", "java..");

  @ArchTest
  static final ArchRule the_command_line_s_libraries_stay_in_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "me.tongfei..", "com.github.freva..");

  @ArchTest
  static final ArchRule the_core_stands_on_the_jdk_and_typesafe_config =
      classes()
          .that()
          .resideInAPackage("dev.sparring.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sparring.core..", "java..", "com.typesafe.config..");

  @ArchTest
  static final ArchRule the_sandbox_stands_on_the_jdk_and_a_webassembly_runtime =
      classes()
          .that()
          .resideInAPackage("dev.sparring.sandbox..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sparring.sandbox..", "java..", "com.dylibso.chicory..", "org.objectweb.asm..");

  @ArchTest
  static final ArchRule the_webassembly_runtime_stays_in_the_sandbox_s_wasm_package =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.sandbox.wasm..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.dylibso.chicory..");

  @ArchTest
  static final ArchRule libraries_of_other_tools_stay_in_exports =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.exports..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..", "io.opentelemetry..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule the_dashboard_needs_no_library_of_the_trainer =
      classes()
          .that()
          .resideInAPackage("dev.sparring.dashboard..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sparring.dashboard..",
              "dev.sparring.core..",
              "java..",
              "com.fasterxml.jackson..",
              "com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule only_the_tensor_package_calls_the_native_library =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.policy.tensor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl.pytorch.jni..", "ai.djl.engine..");

  @ArchTest
  static final ArchRule outside_the_tensor_package_arrays_are_values =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.policy.tensor..")
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<JavaClass>("belong to the engine and are no array") {
                @Override
                public boolean test(JavaClass type) {
                  return type.getPackageName().startsWith("ai.djl.pytorch.engine")
                      && !type.getSimpleName().equals("PtNDArray");
                }
              });

  @ArchTest
  static final ArchRule arrays_stay_in_the_policy =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sparring.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.huggingface..");

  @ArchTest
  static final ArchRule akka_is_known_where_actors_live_and_nowhere_else =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sparring.policy.worker",
              "dev.sparring.cluster",
              "dev.sparring.proposer",
              "dev.sparring.solver",
              "dev.sparring.verifier",
              "dev.sparring.orchestrator")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("akka..");

  @ArchTest
  static final ArchRule messages_are_plain_data =
      classes()
          .that()
          .implement(WireMessage.class)
          .and()
          .areNotInterfaces()
          .should()
          .beAssignableTo(Record.class)
          .orShould()
          .beAssignableTo(Enum.class);

  @ArchTest
  static final ArchRule messages_hold_no_tensors =
      noClasses()
          .that()
          .implement(WireMessage.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule nobody_knows_a_task_by_its_class =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.sparring.core.task..", "dev.sparring.code..")
          .should()
          .dependOnClassesThat(
              assignableTo(Task.class)
                  .and(
                      DescribedPredicate.not(
                          new DescribedPredicate<JavaClass>("are interfaces") {
                            @Override
                            public boolean test(JavaClass type) {
                              return type.getModifiers().contains(JavaModifier.ABSTRACT)
                                  && type.isInterface();
                            }
                          })));

  @ArchTest
  static final ArchRule no_result_depends_on_how_a_jvm_computes_a_function =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(type(Math.class)))
                  .and(
                      target(
                          nameMatching(
                              "a?(sin|cos|tan)h?|atan2|exp|expm1|log|log10|log1p|pow|cbrt|hypot"))))
          .because("StrictMath gives the same everywhere");

  @ArchTest
  static final ArchRule standard_output_belongs_to_the_command_line =
      noClasses()
          .that(resideOutsideOfPackage("dev.sparring.cli.."))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
