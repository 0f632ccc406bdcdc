import { placeFirstOrder } from './first-order.ts';
import { findGateway } from './gateway-address.ts';
import { buildImages } from './images/build-images.ts';
import { chooseDelivery } from './images/choose-delivery.ts';
import { connectKubectl } from './kubectl.ts';
import { ensureNamespace } from './namespace.ts';
import { openOverlay } from './overlay.ts';
import type { ClusterOptions } from './parse-options.ts';
import { checkInjection, requireIstio } from './istio.ts';
import { forwardPort } from './port-forward.ts';
import type { Progress } from './say-progress.ts';
import { waitUntilServing } from './wait-until-serving.ts';

/**
 * From a checkout to a shop that has taken its first order, telling each step.
 *
 * @throws ClusterError for what whoever typed the command can do something about
 */
export async function bringUp(
  root: string,
  options: ClusterOptions,
  progress: Progress,
): Promise<void> {
  const beginMs = performance.now();
  const { namespace, overlay: name, registry, timeoutSeconds } = options;
  const kubectl = await connectKubectl(namespace);
  progress.say('cluster', `context ${kubectl.context}, namespace ${namespace}`);
  const builder = process.env['BALLAST_IMAGE_BUILDER'];
  const delivery = chooseDelivery({ context: kubectl.context, builder, registry });
  await delivery.check();
  const overlay = await openOverlay(root, name, kubectl);
  if (overlay.wantsIstio) await requireIstio(kubectl, name);

  progress.say('images', `by ${delivery.how}`);
  const images = await buildImages({ root, names: overlay.images, delivery, kubectl, progress });
  await progress.during('deploy', `k8s/overlays/${name}`, async () => {
    await ensureNamespace(kubectl);
    await overlay.apply(images);
  });
  await waitUntilServing(kubectl, progress, timeoutSeconds);
  if (overlay.wantsIstio) progress.say('mesh', await checkInjection(kubectl));
  await using way = await forwardPort(kubectl, 'gateway', 'http');
  const orderId = await placeFirstOrder(`http://127.0.0.1:${way.port}`);
  const took = ((performance.now() - beginMs) / 1000).toFixed(1);
  progress.say('order', `${orderId} is CONFIRMED, ${took} s after the command`);
  for (const line of await findGateway(kubectl)) progress.say('gateway', line);
}
