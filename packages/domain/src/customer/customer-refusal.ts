import type { NewCustomerRefusal } from './added-customer.ts'
import type { AgreementRefusal } from './customer-agreement.ts'
import type { CustomerImportRefusal } from './customer-import.ts'
import type { CustomerProfileRefusal } from './customer-profile.ts'
import type { CustomerUserRefusal } from './customer-user.ts'
import type { LicenceRefusal } from './licence.ts'
import type { OrderRefusal } from './order.ts'
import type { OrderAskRefusal } from './order-ask.ts'
import type { ProvisioningRefusal } from './provisioning.ts'
import type { PurchaseRefusal } from './purchase-permission.ts'
import { type ReferralRefusal, referralStatusCodeOf } from './referral.ts'
import { type ServiceRequestRefusal, serviceRequestStatusOf } from './service-request.ts'
import type { SupportContactRefusal } from './support-contact.ts'

/** Every refusal of the nouns behind a customer's record. */
export type CustomerRefusal =
  | AgreementRefusal
  | CustomerImportRefusal
  | CustomerProfileRefusal
  | CustomerUserRefusal
  | LicenceRefusal
  | NewCustomerRefusal
  | OrderRefusal
  | OrderAskRefusal
  | ProvisioningRefusal
  | PurchaseRefusal
  | ReferralRefusal
  | ServiceRequestRefusal
  | SupportContactRefusal

/** The HTTP status of each of them. */
export const customerRefusalStatusOf = {
  ...referralStatusCodeOf,
  ...serviceRequestStatusOf,
  import_unreadable: 422,
  import_moved_on: 409,
  import_columns_missing: 422,
  new_customers_closed: 403,
  tenant_name_taken: 409,
  first_sign_in_over: 409,
  customer_agreement_missing: 409,
  customer_agreement_known: 409,
  agreement_date_in_future: 422,
  provisioning_not_hanging: 409,
  customer_profile_changed: 409,
  customer_user_changed: 409,
  customer_user_name_taken: 409,
  licences_running: 409,
  licence_users_unknown: 422,
  licences_over: 422,
  purchases_not_allowed: 403,
  purchases_unchanged: 409,
  seller_unavailable: 409,
  support_reseller_missing: 409,
  reseller_cannot_order: 403,
  reseller_unexpected: 422,
  orders_suspended: 409,
  own_relationship_missing: 403,
  customer_account_missing: 409,
  reseller_missing: 422,
  partnership_missing: 403,
  reseller_relationship_missing: 403,
  other_seller: 403,
  offer_not_sold: 409,
  price_changed: 409,
  seats_out_of_range: 422,
  seats_assigned: 409,
  add_on_mismatch: 422,
  add_ons_live: 409,
  transition_impossible: 422,
  nothing_changed: 422,
  order_pending: 409,
  subscription_changed: 409,
  subscription_state: 409,
  cancel_window_over: 409,
  order_ask_settled: 409,
  provider_relationship_missing: 409,
} as const satisfies Record<CustomerRefusal['code'], number>
