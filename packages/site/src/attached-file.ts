/** A file that is downloaded and never shown, because its content must not run on the site. */
export const attachedFile = ({
  fileName,
  mediaType,
  content,
}: Record<'fileName' | 'mediaType' | 'content', string>) =>
  new Response(Buffer.from(content, 'base64'), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll("'", '%27')}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    },
  })
