export { changeLanguage as POST } from '@entente/site/choices'
