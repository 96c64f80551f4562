/// People as the API and its events name them: by a handle that says nothing outside this gateway.
@NullMarked
package waxwing.gateway.contact;

import org.jspecify.annotations.NullMarked;
