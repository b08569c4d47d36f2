/** Jobs that one process runs at once. Mails and orders mostly wait for a server, so there are more of them than cores. */
export const concurrency = { mail: 32, 'follow-up': 4, provisioning: 8 }
