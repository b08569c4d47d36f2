// The only page of the wizard with a script: Continue stays disabled until a profile is chosen. Without the
// script, the server asks for the choice.
export const csr = true
