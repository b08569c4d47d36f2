/** Jobs that one process runs at once. A mail mostly waits for its server, so there are more of them than cores. */
export const concurrency = { mail: 32, 'follow-up': 4 }
