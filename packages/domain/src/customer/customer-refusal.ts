import type { AgreementRefusal } from './customer-agreement.ts'
import type { CustomerUserRefusal } from './customer-user.ts'
import type { LicenceRefusal } from './licence.ts'
import type { OrderRefusal } from './order.ts'
import type { OrderAskRefusal } from './order-ask.ts'
import type { ProvisioningRefusal } from './provisioning.ts'

/** Every refusal of the nouns behind a customer's record. */
export type CustomerRefusal =
  | AgreementRefusal
  | CustomerUserRefusal
  | LicenceRefusal
  | OrderRefusal
  | OrderAskRefusal
  | ProvisioningRefusal
