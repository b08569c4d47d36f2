import { z } from 'zod'
import { documentBytesMax, documentContent } from '../core/attachment.ts'
import { idOf } from '../core/id.ts'
import { partnerKinds } from '../core/organisation.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine, signUp } from '../identity/account.ts'
import { checkResults, enrolmentChecks, enrolmentStates } from './enrolment.ts'
import { mpnId } from './mpn-profile.ts'
import { nextActors } from './next-actor.ts'

export const startEnrolmentInput = z.object({ kind: z.enum(partnerKinds) })

/** **Create one** (R-088): the company and its first global admin. The caller refuses web-mail addresses. */
export const workAccountInput = signUp.omit({ invitation: true })

/** The password is never stored and never logged. */
export const membershipSignInInput = z.object({
  userName: oneLine(254),
  password: z.string().min(1).max(200),
})

export type ApplicationRefusal = { code: 'web_mail_address' }

export const chooseProfileInput = z.object({ mpnId })

export const ticked = z.literal(true, 'not ticked')

/** M-01's page: both statements, each ticked (R-101). */
export const confirmContactInput = z.object({
  token: z.string().max(200),
  signedUp: ticked,
  addressIsOurs: ticked,
})
export const denyContactInput = z.object({ token: z.string().max(200) })

/** The `version` that the page showed; a later one means that somebody else changed the application meanwhile. */
const seen = { version: z.coerce.number().int().min(1) }

export const submitInput = z.object(seen)
export const reopenInput = submitInput

export const documentKinds = [
  'registration',
  'tax',
  'address',
  'authority',
  'identity',
  'eligibility',
  'other',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export const documentLimits = { bytes: documentBytesMax, perApplication: 10 }

export const uploadInput = z.object({
  kind: z.enum(documentKinds),
  name: oneLine(200),
  comment: z.union([z.literal(''), oneLine(1000)]).default(''),
  content: documentContent,
})

/** The applicant's consent to a check that needs one. */
export const consentInput = z.object({ check: z.enum(enrolmentChecks) })

export const commentText = oneLine(1000)

export const provideDocumentsInput = z.object({ ...seen, comment: commentText })
export const appealInput = provideDocumentsInput
export const signAgreementInput = z.object({
  accepted: ticked,
  version: z.string().max(50),
  signer: oneLine(200),
})

/** The fields that an operator can name as failed (U-21). */
export const profileFields = [
  'membership',
  'legal_name',
  'registration_number',
  'address',
  'contact_name',
  'contact_email',
  'contact_phone',
  'support',
] as const
export type ProfileField = (typeof profileFields)[number]

/** An application is identified by its company. */
const application = { id: idOf<'organisation'>(), ...seen }

export const applicationInput = z.object({ id: idOf<'organisation'>() })
export const assignInput = z.object({ ...application, assignee: z.enum(['me', 'nobody']) })
export const checkInput = z.object({
  ...application,
  check: z.enum(enrolmentChecks),
  result: z.enum(checkResults),
  note: z.union([z.literal(''), oneLine(1000)]).default(''),
})
export const startReviewInput = z.object(application)
export const acceptApplicationInput = z.object(application)
/** The applicant reads `reason` word for word. */
export const rejectApplicationInput = z.object({
  ...application,
  reason: oneLine(1000),
  failedFields: z.array(z.enum(profileFields)).max(profileFields.length).default([]),
})
export const requestDocumentsInput = rejectApplicationInput.extend({
  answerBy: z.union([z.literal(''), z.iso.date()]).default(''),
})
export const setDeadlineInput = z.object({ ...application, answerBy: z.iso.date() })
export const closeApplicationInput = z.object({ ...application, reason: oneLine(1000) })
export const documentInput = z.object({ id: idOf<'enrolment_document'>() })

export const applicationListInput = z.object({
  states: z.array(z.enum(enrolmentStates)).max(enrolmentStates.length).optional(),
  kind: z.enum(partnerKinds).optional(),
  assignee: z.enum(['me', 'nobody']).optional(),
  next: z.enum(nextActors).optional(),
  /** Only applications that have been in their present state for this long. */
  olderThanDays: z.number().int().min(1).max(365).optional(),
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type ApplicationListInput = z.output<typeof applicationListInput>
