package dev.sparring.cluster;

import akka.pki.pem.DERPrivateKeyLoader;
import akka.pki.pem.PEMDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates of a node, as PEM files under the names that Kubernetes gives them: {@code ca.crt},
 * {@code tls.crt} and {@code tls.key}. A node trusts whom the authority has signed, whatever its
 * host is called. All nodes' certificates have one subject name in common, for Akka asks for that.
 *
 * @param directory of the three files
 */
public record TlsFiles(Path directory) {
  static final String PROTOCOL = "TLSv1.3";

  /** The certificate of the authority. */
  public Path authority() {
    return directory.resolve("ca.crt");
  }

  /** The certificate of this node. */
  public Path certificate() {
    return directory.resolve("tls.crt");
  }

  /** The private key of this node: RSA, PKCS #8 or #1, not encrypted. */
  public Path key() {
    return directory.resolve("tls.key");
  }

  /**
   * Throws unless the three files are there.
   *
   * @throws ClusterException with the file's name
   */
  public void require() {
    for (Path file : List.of(authority(), certificate(), key())) {
      if (!Files.isReadable(file)) {
        throw new ClusterException(
            "can't read "
                + file
                + "; --tls takes a directory with ca.crt, tls.crt and tls.key"
                + " (sparring certificates makes such directories)");
      }
    }
    context();
  }

  /** For connections in both directions; hosts' names are not compared with certificates. */
  SSLContext context() {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      PrivateKey key = DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(key())));
      own.setKeyEntry(
          "own", key, new char[0], certificates(certificate()).toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int n = 0;
      for (Certificate certificate : certificates(authority())) {
        trusted.setCertificateEntry(String.format(Locale.ROOT, "authority-%d", n++), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(
          keys.getKeyManagers(),
          new TrustManager[] {new AnyHost((X509TrustManager) trust.getTrustManagers()[0])},
          null);
      return context;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new ClusterException(
          "can't use the certificates in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      return new ArrayList<>(all);
    }
  }

  /** Trusts whom the authority has signed. */
  private static final class AnyHost extends X509ExtendedTrustManager {
    private final X509TrustManager authority;

    private AnyHost(X509TrustManager authority) {
      this.authority = authority;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authority.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      authority.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      authority.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authority.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      authority.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      authority.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authority.getAcceptedIssuers();
    }
  }
}
