package dev.sparring.cluster;

import dev.sparring.policy.worker.ExchangeDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Makes a certificate authority and certificates of nodes, for tests and small clusters, with the
 * JDK's own {@code keytool}. All nodes' certificates name {@link #COMMON_NAME}, which Akka asks
 * for.
 *
 * <pre>
 * authority.p12, authority.password   the authority, for more nodes; keep them to yourself
 * NODE/ca.crt, tls.crt, tls.key       what a node needs
 * </pre>
 */
public final class Certificates {
  /** The subject name that nodes have in common. */
  static final String COMMON_NAME = "sparring";

  private static final String AUTHORITY = "authority.p12";
  private static final String PASSWORD = "authority.password";
  private static final int DAYS = 3650;

  /** Of RSA: Akka reads no other private keys. */
  private static final String KEY_BITS = "3072";

  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;
  private final String password;

  private Certificates(Path directory, String password) {
    this.directory = directory;
    this.password = password;
  }

  /**
   * Makes an authority, or takes the one that is there, and a certificate for each node.
   *
   * @param directory where they are put
   * @param nodes names of folders; one that is there is refused
   * @throws ClusterException with what is wrong, in one line
   */
  public static void make(Path directory, List<String> nodes) {
    try {
      for (String node : nodes) {
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
          throw new ClusterException(
              node + " is no name of a node: it takes letters, digits, dot, hyphen and underscore");
        }
        if (Files.exists(directory.resolve(node))) {
          throw new ClusterException(directory.resolve(node) + " is there already");
        }
      }
      Files.createDirectories(directory);
      Certificates certificates = authority(directory);
      for (String node : nodes) {
        certificates.node(node);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new ClusterException("can't make certificates: " + e.getMessage(), e);
    }
  }

  private static Certificates authority(Path directory) throws IOException {
    Path passwordFile = directory.resolve(PASSWORD);
    if (Files.exists(directory.resolve(AUTHORITY))) {
      return new Certificates(directory, Files.readString(passwordFile).strip());
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    writePrivate(passwordFile, password + "\n");
    Certificates made = new Certificates(directory, password);
    made.keytool(
        AUTHORITY,
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "RSA",
        "-keysize",
        KEY_BITS,
        "-dname",
        "CN=Sparring authority",
        "-ext",
        "bc:c",
        "-ext",
        "ku:c=keyCertSign,cRLSign",
        "-validity",
        Integer.toString(DAYS));
    return made;
  }

  private void node(String name) throws IOException, GeneralSecurityException {
    Path work = Files.createTempDirectory(directory, ".making-");
    try {
      String store = work.getFileName() + "/node.p12";
      keytool(
          store,
          "-genkeypair",
          "-alias",
          "node",
          "-keyalg",
          "RSA",
          "-keysize",
          KEY_BITS,
          "-dname",
          "CN=" + COMMON_NAME,
          "-validity",
          Integer.toString(DAYS));
      String request = work.resolve("request").toString();
      String signed = work.resolve("signed").toString();
      keytool(store, "-certreq", "-alias", "node", "-file", request);
      keytool(
          AUTHORITY,
          "-gencert",
          "-alias",
          "ca",
          "-infile",
          request,
          "-outfile",
          signed,
          "-rfc",
          "-ext",
          "san=dns:" + COMMON_NAME + ",dns:localhost,ip:127.0.0.1",
          "-ext",
          "eku=serverAuth,clientAuth",
          "-validity",
          Integer.toString(DAYS));
      Path folder = Files.createDirectory(directory.resolve(name));
      Files.copy(Path.of(signed), folder.resolve("tls.crt"));
      Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", authorityCertificate()));
      Key key = load(work.resolve("node.p12")).getKey("node", password.toCharArray());
      writePrivate(folder.resolve("tls.key"), pem("PRIVATE KEY", key.getEncoded()));
    } finally {
      new ExchangeDirectory(work).remove();
    }
  }

  private byte[] authorityCertificate() throws IOException, GeneralSecurityException {
    Certificate certificate = load(directory.resolve(AUTHORITY)).getCertificate("ca");
    return certificate.getEncoded();
  }

  private KeyStore load(Path file) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(file.toFile(), password.toCharArray());
  }

  private static String pem(String kind, byte[] der) {
    return String.format(
        Locale.ROOT,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n",
        kind,
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
        kind);
  }

  /** A file that only its owner reads, where the file system knows owners. */
  private static void writePrivate(Path file, String text) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }

  private void keytool(String store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            directory.resolve(store).toString(),
            "-storetype",
            "PKCS12",
            "-storepass:file",
            directory.resolve(PASSWORD).toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool says: " + said.strip().replace('\n', ' '));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
