import { siteConfig } from '@entente/site/vite-config'

export default siteConfig({ appTemplate: 'src/app.html' })
