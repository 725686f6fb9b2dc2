#ifndef HOTLINE_COPENSSL_H
#define HOTLINE_COPENSSL_H

// The system's OpenSSL 3, and functions in place of those of its macros and variadic calls that Swift cannot see.

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stddef.h>
#include <stdint.h>

/// A context that knows its digest (HMAC with SHA-256) and has no key yet; duplicate it for each message. NULL on failure.
EVP_MAC_CTX *copenssl_hmac_sha256_template(void);

/// HKDF (RFC 5869) with SHA-256: extract, then expand. 1 on success.
int copenssl_hkdf_sha256(const uint8_t *secret, size_t secret_length, const uint8_t *salt, size_t salt_length,
                         const uint8_t *info, size_t info_length, uint8_t *out, size_t out_length);

/// TLS 1.2 and 1.3, AEAD suites with forward secrecy, tickets in place of a session store, no compression, no renegotiation.
/// 1 on success; the reason of a failure is in the error queue.
int copenssl_server_defaults(SSL_CTX *context);

/// Selects `http/1.1`; a client that offers only other protocols gets the alert no_application_protocol.
void copenssl_select_http1(SSL_CTX *context);

/// The reason number of a packed error code.
int copenssl_error_reason(unsigned long code);

/// Marks a custom BIO as one that wants to be tried again for reading.
void copenssl_bio_retry_read(BIO *bio);
void copenssl_bio_clear_retry(BIO *bio);

/// The bytes in a memory BIO, and their number; they belong to the BIO.
size_t copenssl_memory_contents(BIO *memory, const char **bytes);

/// A new P-256 key, NULL on failure.
EVP_PKEY *copenssl_new_p256_key(void);

/// Adds a version 3 extension given in OpenSSL's configuration syntax. 1 on success.
int copenssl_add_extension(X509 *certificate, int nid, const char *value);

#endif
