export { changeTheme as POST } from '@entente/site/choices'
