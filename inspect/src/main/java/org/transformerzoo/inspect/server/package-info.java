/** A small web server that answers its own page alone. */
package org.transformerzoo.inspect.server;
