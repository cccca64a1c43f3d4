/** What all packages of the zoo share. */
package org.transformerzoo.zoo;
