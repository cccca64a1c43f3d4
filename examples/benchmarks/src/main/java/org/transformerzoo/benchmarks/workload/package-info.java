/** The work that all contenders do: its sizes, weights and inputs. */
package org.transformerzoo.benchmarks.workload;
