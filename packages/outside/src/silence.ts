/** The causes of an error, itself first. */
export function causesOf(thrown: unknown): Error[] {
  const chain: Error[] = []
  for (let error = thrown; error instanceof Error; error = error.cause) chain.push(error)
  return chain
}

/** Whether a request got no answer: no name server, no connection, or not in time. */
export const isSilence = (thrown: unknown): boolean =>
  causesOf(thrown).some(
    (error) =>
      error.name === 'TimeoutError' ||
      error.name === 'AbortError' ||
      ('code' in error &&
        /^(E[A-Z]+$|EAI_|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|OAUTH_TIMEOUT|OAUTH_ABORT)/.test(
          String(error.code),
        )),
  )
