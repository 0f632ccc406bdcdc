// `node find-image-id.ts <image>`: the id of an image, by the API of Docker, which podman has too. For
// `skaffold-build`: skaffold calls an image that is not pushed by its id, and nodes must know it so.
import { request, type RequestOptions } from 'node:http';
import { json } from 'node:stream/consumers';

/** As Docker's own programs find it. */
export function findDaemon(host = 'unix:///var/run/docker.sock'): RequestOptions {
  const { protocol, hostname, port, pathname } = new URL(host);
  return protocol === 'unix:' ? { socketPath: pathname } : { hostname, port };
}

/** Without the `sha256:` before it. @throws Error where there is no such image, or nobody to ask */
export async function findImageId(image: string, daemon: RequestOptions): Promise<string> {
  const answered = Promise.withResolvers<{ Id?: string; message?: string }>();
  request({ ...daemon, path: `/v1.41/images/${image}/json` }, (response) => {
    answered.resolve(json(response) as Promise<{ Id?: string; message?: string }>);
  })
    .on('error', answered.reject)
    .end();
  const { Id, message } = await answered.promise;
  if (Id === undefined) throw new Error(`no id of ${image}: ${message ?? 'no answer'}`);
  return Id.replace(/^sha256:/, '');
}

if (import.meta.main) {
  const [image = ''] = process.argv.slice(2);
  console.log(await findImageId(image, findDaemon(process.env['DOCKER_HOST'])));
}
