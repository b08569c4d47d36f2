import { fileURLToPath } from 'node:url'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import type { UserConfig } from 'vite'

const ours = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/**
 * How a site is built, and what its pages may load: the configuration of every site's vite.config.ts. `appTemplate` is a
 * site's own frame around its pages, relative to the site.
 */
export const siteConfig = ({ appTemplate = ours('app.html') } = {}): UserConfig => ({
  plugins: [
    tailwindcss(),
    sveltekit({
      compilerOptions: { runes: true },
      adapter: adapter(),
      files: { appTemplate, errorTemplate: ours('error.html') },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-inline'], // positions and colours that components compute
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  build: {
    assetsInlineLimit: 0, // the policy above allows no font from a data: address
    cssTarget: ['chrome125', 'edge125', 'firefox128', 'safari17.5'], // they know light-dark()
  },
  // Ours are TypeScript and Svelte sources, and one copy of SvelteKit must serve them and the site.
  ssr: { noExternal: [/^@entente\//] },
})
