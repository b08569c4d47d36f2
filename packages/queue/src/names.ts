/**
 * Two queues, so that a mail server that hangs delays only mails. `mail` leaves the process, `follow-up` stays in the
 * database.
 */
export const queueNames = ['mail', 'follow-up'] as const
export type QueueName = (typeof queueNames)[number]

/** The queue of a job, even of one that a newer or older version wrote and this one does not know. */
export const queueOf = (jobName: string): QueueName => (jobName.startsWith('mail.') ? 'mail' : 'follow-up')
