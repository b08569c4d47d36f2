export { signOut as POST } from '@entente/site/session'
