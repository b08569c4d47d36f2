import { createTransport } from 'nodemailer'

const timeoutMs = 5000

/**
 * Connects to an SMTP server, with TLS and sign-in as the URL says, and sends nothing; rejects with the library's
 * error.
 */
export async function greetSmtp(url: string): Promise<void> {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

/** Asks Resend for its domains, which it lists for known keys only; rejects when there is no response. */
export const askResend = (baseUrl: string, key: string): Promise<Response> =>
  fetch(new URL('/domains', baseUrl), {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(timeoutMs),
  })
