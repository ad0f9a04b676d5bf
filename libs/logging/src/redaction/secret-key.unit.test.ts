import { isSecretKey } from './secret-key.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

describe('isSecretKey', () => {
  it.each(
    words(`
      authorization Proxy-Authorization authorisation authorizationHeader authorization_code cookie set-cookie
      password DB_PASSWORD DBPASSWORD pAsSwOrD p_a_s_s_w_o_r_d userPassword passwordHash PGPASSWORD passwd passphrase passcode
      pwd DB_PWD MYSQL_PWD pass PASS smtpPass userPass
      secret SECRET_KEY clientSecret client_secret secrets secret_id AWS_SECRET_ACCESS_KEY
      apiKey APIKey api_key apikey x-api-key X-Api-Key LOGS_API_KEY_STAGING integrationKey
      EXTERNAL_INTEGRATION_KEY EXTERNAL_INTEGRATION_KEY_PRODUCTION privateKey private_key PRIVATEKEY tls.key key keys
      KEY_1 key_data keyPair encryptionKey signingKeys AccountKey apiPublicKeyToken passkey
      token tokens access_token accesstoken refreshToken csrfToken xsrf aws_session_token GITHUB_PAT jwt bearer
      credentials credential creds auth _auth REDISCLI_AUTH authId
      SENTRY_DSN dsn connectionString connection_string ConnectionStrings connstr DB_CONN_STR
      sas sasToken SAS_URL sas-uri sessionId session_id sessionid session SESSION cookieUid
      HTTPDsn messageToken publicSecret cachedToken session_2_id apikey_2 SeSsIoN__iD aCcEsS_tOkEn
      signature signatures sig X-Amz-Signature X-Hub-Signature-256 hmac otp totp`),
  )('takes %s for a secret', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each(
    words(`
      message path author authored authority status file compass passenger passed bypass secretary design sigma assignment
      monkey keyboard hockey turkey hotkey keyspace KEYCLOAK_URL KEEP_ALIVE_TIMEOUT_MS tokenizer pattern dispatch
      keys_count keyCount keyId kid AWS_ACCESS_KEY_ID key_length tokenCount tokenUrl tokenType tokensUsed
      maxTokens max_tokens prompt_tokens completionTokens total_keys
      publicKey public_key sshPublicKeys primaryKey foreignKey cacheKey idempotencyKey partition_key
      _hasPassword KEY_ID_2 keyName1 tokenBytes tokenExpiry tokenUpdated secretRotated passwordValid inputTokens
      sharedkeyboard sessionidle connstrict passwordFile SECRET_KEY_FILE secretName integrationKeySecretName cookieName passwordField hasPassword isSecret
      requiresAuth noCookies sessionTimeoutMs session_type activeSessions SSH_AUTH_SOCK authMethod signatureAlgorithm
      credentialsProvider jwtIssuer PWD OLDPWD
      requestId traceId connection connectionId API_BASE_URL MAX_CONNECTIONS DATABASE_HOST LOG_LEVEL`),
  )('lets %s pass', (key) => {
    expect(isSecretKey(key)).toBe(false);
  });

  it('answers the same again, also after more names than it remembers', () => {
    for (let index = 0; index < 1500; index += 1) isSecretKey(`field${index}`);
    expect([isSecretKey('late_password'), isSecretKey('late_password')]).toEqual([true, true]);
    expect([isSecretKey('lateName'), isSecretKey('lateName')]).toEqual([false, false]);
  });

  it('takes names of any length', () => {
    expect(isSecretKey(`${'x'.repeat(100_000)}_password`)).toBe(true);
    expect(isSecretKey('x'.repeat(100_000))).toBe(false);
    expect(isSecretKey('')).toBe(false);
  });
});
