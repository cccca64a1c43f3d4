/**
 * What the remote-model wrapper of Google's Language Interpretability Tool asks of a server, so
 * that LIT can show a model of this zoo.
 */
package org.transformerzoo.inspect.lit;
