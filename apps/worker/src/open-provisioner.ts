import type { Provisioner } from '@entente/domain/customer/provisioning'
import { httpProvisioner } from '@entente/outside/http-provisioner'
import { immediateProvisioner } from '@entente/outside/immediate-provisioner'
import type { Env } from './env.ts'

type Settings = Pick<Env, 'PROVISIONER_URL' | 'PROVISIONER_KEY_ID' | 'PROVISIONER_SECRET'>

/** The provisioner that the settings name; without one everything succeeds at once. */
export const openProvisioner = ({
  PROVISIONER_URL: url,
  PROVISIONER_KEY_ID: keyId,
  PROVISIONER_SECRET: secret,
}: Settings): Provisioner =>
  url && keyId && secret ? httpProvisioner({ url, keyId, secret }) : immediateProvisioner
