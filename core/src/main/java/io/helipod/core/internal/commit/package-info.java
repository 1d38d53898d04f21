/** Images made of containers: where the services of both meet. */
package io.helipod.core.internal.commit;
