// Who can sign in to the demo: partners of each kind, customers and operators.
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'

export type Person = { name: string; email: string; roles: Role[]; leaves?: true }

export const partners: { legalName: string; country: string; kind: PartnerKind; people: Person[] }[] = [
  {
    legalName: 'Northwind Cloud GmbH',
    country: 'DE',
    kind: 'direct_bill',
    people: [
      { name: 'Nora Winter', email: 'nora@northwind.example', roles: ['global_admin', 'admin_agent'] },
      { name: 'Sami Aalto', email: 'sami@northwind.example', roles: ['sales_agent'] },
      { name: 'Hanna Berg', email: 'hanna@northwind.example', roles: ['helpdesk_agent'] },
      { name: 'Ulla Stein', email: 'ulla@northwind.example', roles: ['user_admin'] },
      { name: 'Bilal Demir', email: 'bilal@northwind.example', roles: ['billing_admin'] },
      { name: 'Piet de Vries', email: 'piet@northwind.example', roles: ['sales_agent'], leaves: true },
    ],
  },
  {
    legalName: 'Adventure Resell Ltd',
    country: 'GB',
    kind: 'indirect_reseller',
    people: [
      { name: 'Imran Shah', email: 'imran@adventure.example', roles: ['global_admin', 'admin_agent'] },
    ],
  },
  {
    legalName: 'Trey Distribution S.A.S.',
    country: 'FR',
    kind: 'indirect_provider',
    people: [{ name: 'Claire Moreau', email: 'claire@trey.example', roles: ['global_admin', 'admin_agent'] }],
  },
  {
    legalName: 'Lucerne Systems AG',
    country: 'CH',
    kind: 'direct_bill',
    people: [{ name: 'Luca Meier', email: 'luca@lucerne.example', roles: ['global_admin', 'admin_agent'] }],
  },
]

export const customers: { legalName: string; country: string; domain: string; people: Person[] }[] = [
  {
    legalName: 'Contoso Bakeries',
    country: 'IE',
    domain: 'contoso.example',
    people: [
      { name: 'Ada Byrne', email: 'ada@contoso.example', roles: ['global_admin'] },
      { name: 'Niamh Doyle', email: 'niamh@contoso.example', roles: ['relationship_manager'] },
      { name: 'Tom Kelly', email: 'tom@contoso.example', roles: ['user'] },
    ],
  },
  {
    legalName: 'Fabrikam Möbel KG',
    country: 'DE',
    domain: 'fabrikam.example',
    people: [{ name: 'Jürgen Weiß', email: 'juergen@fabrikam.example', roles: ['global_admin'] }],
  },
]

export const operators: Person[] = [
  { name: 'Olivia Grant', email: 'olivia@operator.example', roles: ['operator_admin'] },
  { name: 'Rosa Lind', email: 'rosa@operator.example', roles: ['enrolment_reviewer'] },
  { name: 'Sven Olsson', email: 'sven@operator.example', roles: ['support_operator'] },
  { name: 'Aisha Khan', email: 'aisha@operator.example', roles: ['auditor'] },
]
