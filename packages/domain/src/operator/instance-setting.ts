import { z } from 'zod'
import { asWebAddress } from '../core/typed-text.ts'
import { emailAddress, oneLine } from '../identity/account.ts'
import { reason } from './partner-control.ts'

/** Whether partners' mails that the platform sends may hold links to other hosts (S10). */
export const foreignLinksInput = z.object({ areAllowed: z.boolean() })

/** Whether ending a partner needs a second operator (U12). */
export const fourEyesInput = z.object({ isOn: z.boolean(), reason })

/** An empty field of a form or an empty setting means that there is nothing to show. */
const optional = <Schema extends z.ZodType<string>>(schema: Schema) =>
  z.union([z.literal('').transform(() => null), schema]).nullable()

/**
 * How people reach the operator, as mails, receipts and the foot of each page show it. The address is required: a page that
 * says "ask the operator" must say how.
 */
export const operatorContact = z.object({
  /** The company that runs the instance. */
  name: optional(oneLine(200)),
  email: emailAddress,
  phone: optional(oneLine(50)),
  website: optional(
    z
      .string()
      .max(300)
      .transform(asWebAddress)
      .pipe(z.url({ protocol: /^https$/, hostname: z.regexes.domain })),
  ),
  /** When somebody answers, in the operator's words. */
  hours: optional(oneLine(100)),
})
export type OperatorContact = z.infer<typeof operatorContact>

/** The settings of API and worker that hold the contact until operators save another one in the console. */
export const operatorSettings = {
  OPERATOR_NAME: operatorContact.shape.name.default(null),
  OPERATOR_EMAIL: emailAddress,
  OPERATOR_PHONE: operatorContact.shape.phone.default(null),
  OPERATOR_WEBSITE: operatorContact.shape.website.default(null),
  OPERATOR_HOURS: operatorContact.shape.hours.default(null),
}

export const operatorOf = (env: z.infer<z.ZodObject<typeof operatorSettings>>): OperatorContact => ({
  name: env.OPERATOR_NAME,
  email: env.OPERATOR_EMAIL,
  phone: env.OPERATOR_PHONE,
  website: env.OPERATOR_WEBSITE,
  hours: env.OPERATOR_HOURS,
})

/** The setting MAIL_FROM: `Entente <no-reply@example.com>` or the address alone. */
export const mailSender = z.string().transform((text, context): { name: string | null; address: string } => {
  const [, name, inBrackets] = /^\s*([^<>]*?)\s*<([^<>]*)>\s*$/.exec(text) ?? []
  const address = emailAddress.safeParse(inBrackets ?? text)
  const display = name
    ? oneLine(100).safeParse(name.replace(/^"(.*)"$/, '$1'))
    : { success: true, data: null }
  if (address.success && display.success) return { name: display.data ?? null, address: address.data }
  context.issues.push({ code: 'custom', input: text, message: 'is not a mailbox' })
  return z.NEVER
})
