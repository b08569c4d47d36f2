import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Permission } from '@entente/domain/core/permission'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import type { KeyAfter, Term } from './help-terms.ts'

export type TaskId =
  KeyAfter<'help.task.'> extends infer K ? (K extends `${infer Id}.title` ? Id : never) : never
type Title =
  | 'common.account.title'
  | 'common.genuine'
  | 'common.nav.customers'
  | 'common.nav.partner_relationships'
  | 'common.nav.people'
  | 'common.nav.requests'
  | 'common.reset.title'
  | 'enrol.status.title'
  | 'enrol.welcome.title'
  | 'operator.chains.title'
  | 'operator.nav.applications'
  | 'operator.nav.dead_letters'
  | 'operator.nav.partners'
  | 'portal.customers.request'
  | 'portal.nav.providers'
  | 'portal.nav.users'
  | 'settings.directory.title'
  | 'users.add.title'
  | 'users.roles.title'

export type HelpTask = {
  audiences: readonly Audience[]
  /** Whose roles the task needs; without one it is for everybody. */
  permission?: Permission
  /** Whether a cloud has the task; without it every cloud does. */
  isIn?: (cloud: Cloud) => boolean
  /** What is different in some clouds, below the steps. */
  notes?: (
    cloud: Cloud,
  ) => (
    | 'enrol.welcome.time.days'
    | `help.note.${KeyAfter<'help.note.'>}`
    | 'enrol.welcome.time.weeks'
    | 'users.field.roles.elsewhere'
  )[]
  /** The pages where it is done, by the names that they have in the navigation. */
  pages: readonly (readonly [href: string, title: Title])[]
  terms: readonly Term[]
}

/** What the request page leads to: when a customer needs one, and what comes after. */
export const requestTasks = ['other_partners', 'subscriptions', 'multi_partner', 'multichannel'] as const

/** The tasks that the help explains. Their words are in i18n, under `help.task.<id>`. */
export const helpTasks: Record<TaskId, HelpTask> = {
  enrol: {
    audiences: ['partner'],
    permission: 'enrolment.manage',
    notes: ({ enrolment }) => [`enrol.welcome.time.${enrolment.reviewTime}`],
    pages: [
      ['/enrol', 'enrol.welcome.title'],
      ['/enrol/status', 'enrol.status.title'],
    ],
    terms: ['mpn_id', 'primary_contact', 'direct_bill', 'indirect_reseller', 'indirect_provider'],
  },
  documents: {
    audiences: ['partner'],
    permission: 'enrolment.manage',
    pages: [['/enrol/status', 'enrol.status.title']],
    terms: ['operator', 'primary_contact'],
  },
  invite: {
    audiences: ['partner'],
    permission: 'relationship_request.prepare',
    isIn: ({ requests }) => requests.isOn,
    notes: ({ requests }) => [
      requests.privilegesChoice ? 'help.note.choice' : 'help.note.always',
      ...(requests.sendForMe ? (['help.note.send_for_me'] as const) : []),
      ...(requests.openInMailApp ? (['help.note.mail_app'] as const) : []),
    ],
    pages: [['/requests/new', 'portal.customers.request']],
    terms: ['reseller_relationship', 'relationship_link', 'delegated_admin_privileges'],
  },
  invite_jointly: {
    audiences: ['partner'],
    permission: 'relationship_request.prepare',
    isIn: (cloud) => mayAuthorLinks(cloud, 'indirect_reseller', true).ok,
    notes: ({ requests }) => (requests.sendForMe ? ['help.note.send_for_me'] : []),
    pages: [['/indirect-providers', 'portal.nav.providers']],
    terms: ['indirect_provider', 'indirect_reseller', 'reseller_relationship'],
  },
  requests: {
    audiences: ['partner'],
    permission: 'relationship_request.view_log',
    isIn: ({ requests }) => requests.isOn,
    pages: [['/requests', 'common.nav.requests']],
    terms: ['relationship_link'],
  },
  customers: {
    audiences: ['partner'],
    permission: 'customers.view',
    pages: [['/customers', 'common.nav.customers']],
    terms: ['service', 'delegated_admin_privileges', 'agent'],
  },
  multi_partner: {
    ...{ audiences: ['partner'], permission: 'relationship_request.prepare' },
    isIn: ({ requests }) => requests.isOn,
    pages: [['/requests/new', 'portal.customers.request']],
    terms: ['reseller_relationship', 'delegated_admin_privileges'],
  },
  multichannel: {
    ...{ audiences: ['partner'], permission: 'relationship_request.prepare' },
    isIn: ({ requests }) => requests.isOn,
    pages: [['/requests/new', 'portal.customers.request']],
    terms: ['reseller_relationship', 'delegated_admin_privileges'],
  },
  other_partners: {
    ...{ audiences: ['partner'], permission: 'relationship_request.prepare' },
    isIn: ({ requests }) => requests.isOn,
    pages: [['/customers', 'common.nav.customers']],
    terms: ['delegated_admin_privileges'],
  },
  subscriptions: {
    ...{ audiences: ['partner'], permission: 'subscriptions.view' },
    pages: [['/customers', 'common.nav.customers']],
    terms: [],
  },
  users: {
    audiences: ['partner'],
    permission: 'users.manage',
    notes: ({ users }) => (users.rolesEditable ? [] : ['users.field.roles.elsewhere']),
    pages: [
      ['/settings/users/new', 'users.add.title'],
      ['/settings/users/roles', 'users.roles.title'],
    ],
    terms: ['agent', 'global_admin'],
  },
  roles: {
    audiences: ['partner'],
    permission: 'users.manage',
    isIn: ({ users }) => users.rolesEditable,
    pages: [['/settings/users', 'portal.nav.users']],
    terms: ['agent', 'global_admin'],
  },
  password: {
    audiences: ['partner'],
    permission: 'users.reset_password',
    isIn: ({ users }) => users.passwordReset === 'byAdmin',
    pages: [['/settings/users', 'portal.nav.users']],
    terms: ['global_admin'],
  },
  factor: {
    audiences: ['partner'],
    permission: 'users.reset_second_factor',
    pages: [['/settings/users', 'portal.nav.users']],
    terms: ['second_factor', 'global_admin'],
  },
  directory: {
    audiences: ['partner'],
    permission: 'account.manage_sign_in',
    pages: [['/settings/directory', 'settings.directory.title']],
    terms: ['global_admin'],
  },
  accept: {
    audiences: ['customer'],
    permission: 'invitation.decide',
    pages: [],
    terms: ['reseller_relationship', 'delegated_admin_privileges', 'partner_id', 'relationship_manager'],
  },
  genuine: {
    audiences: ['customer'],
    pages: [['/genuine', 'common.genuine']],
    terms: ['partner_id', 'relationship_link', 'operator'],
  },
  removal: {
    audiences: ['customer'],
    permission: 'partner_relationships.remove_roles',
    pages: [['/partner-relationships', 'common.nav.partner_relationships']],
    terms: ['delegated_admin_privileges', 'reseller_relationship'],
  },
  people: {
    audiences: ['customer'],
    permission: 'people.manage',
    pages: [['/people', 'common.nav.people']],
    terms: ['global_admin', 'relationship_manager', 'second_factor'],
  },
  review: {
    audiences: ['operator'],
    permission: 'enrolments.decide',
    pages: [['/applications', 'operator.nav.applications']],
    terms: ['primary_contact', 'mpn_id'],
  },
  suspension: {
    audiences: ['operator'],
    permission: 'partners.suspend',
    pages: [['/partners', 'operator.nav.partners']],
    terms: ['suspension', 'freeze', 'delegated_admin_privileges'],
  },
  failures: {
    audiences: ['operator'],
    permission: 'dead_letters.retry',
    pages: [['/dead-letters', 'operator.nav.dead_letters']],
    terms: [],
  },
  audit: {
    audiences: ['operator'],
    permission: 'audit.verify',
    pages: [['/audit/chains', 'operator.chains.title']],
    terms: ['chain', 'head'],
  },
  own: {
    audiences: ['partner', 'customer', 'operator'],
    pages: [
      ['/reset', 'common.reset.title'],
      ['/account', 'common.account.title'],
    ],
    terms: ['second_factor', 'global_admin'],
  },
}
