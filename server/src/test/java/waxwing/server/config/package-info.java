@NullMarked
package waxwing.server.config;

import org.jspecify.annotations.NullMarked;
