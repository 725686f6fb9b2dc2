import COpenSSL
import Glibc

/// A certificate that vouches for itself: for a first start, for tests, and for clients that are told to trust it.
public enum SelfSignedCertificate {
    /// Writes a P-256 key (mode 600) and a certificate (mode 644), each file whole or not at all; files of these names are replaced.
    /// Usable as a trust anchor: `curl --cacert certificatePath`.
    ///
    /// - Parameters:
    ///   - hosts: names and IP addresses (v4 or v6) that clients will use.
    ///   - now: seconds since 1970; the certificate is valid from an hour before until 825 days after.
    /// - Throws: ``TLSError/cannotMakeCertificate(path:reason:)``.
    public static func make(
        hosts: [String] = ["localhost", "127.0.0.1", "::1"], certificatePath: String, keyPath: String, now: Int64
    ) throws(TLSError) {
        guard let key = copenssl_new_p256_key(), let certificate = X509_new() else { throw failure(certificatePath) }
        defer {
            EVP_PKEY_free(key)
            X509_free(certificate)
        }
        guard fill(certificate, key, hosts, now) else { throw failure(certificatePath) }
        // The key first: a certificate without its key would look like a finished pair.
        try write(keyPath, mode: 0o600) { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
        try write(certificatePath, mode: 0o644) { PEM_write_bio_X509($0, certificate) }
    }

    private static func fill(_ certificate: OpaquePointer, _ key: OpaquePointer, _ hosts: [String], _ now: Int64) -> Bool {
        let serial = BN_new()
        defer { BN_free(serial) }
        let name = X509_NAME_new()
        defer { X509_NAME_free(name) }
        let commonName = hosts.first ?? "localhost"
        let names = hosts.map { ($0.contains(":") || isVersion4($0) ? "IP:" : "DNS:") + $0 }.joined(separator: ",")
        return X509_set_version(certificate, Int(X509_VERSION_3)) == 1
            && BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
            && BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != nil
            && ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(now - 3600)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(now + 825 * 86_400)) != nil
            && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, commonName, -1, -1, 0) == 1
            && X509_set_subject_name(certificate, name) == 1
            && X509_set_issuer_name(certificate, name) == 1
            && X509_set_pubkey(certificate, key) == 1
            && copenssl_add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") == 1
            && copenssl_add_extension(certificate, NID_key_usage, "critical,digitalSignature") == 1
            && copenssl_add_extension(certificate, NID_ext_key_usage, "serverAuth") == 1
            && copenssl_add_extension(certificate, NID_subject_alt_name, names) == 1
            && copenssl_add_extension(certificate, NID_subject_key_identifier, "hash") == 1
            && X509_sign(certificate, key, EVP_sha256()) > 0
    }

    private static func isVersion4(_ host: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1
    }

    private static func write(_ path: String, mode: mode_t, _ encode: (OpaquePointer?) -> Int32) throws(TLSError) {
        let memory = BIO_new(BIO_s_mem())
        defer { BIO_free(memory) }
        guard encode(memory) == 1 else { throw failure(path) }
        var text: UnsafePointer<CChar>?
        let length = copenssl_memory_contents(memory, &text)
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw .cannotMakeCertificate(path: path, reason: String(cString: strerror(errno))) }
        let isWritten = Glibc.write(file, text, length) == length && fsync(file) == 0 && close(file) == 0
        guard isWritten && rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw .cannotMakeCertificate(path: path, reason: reason)
        }
    }

    private static func failure(_ path: String) -> TLSError {
        .cannotMakeCertificate(path: path, reason: TLSError.drainedReason())
    }
}
