/* Times SUNDIALS' dense LU, which CVODE's dense linear solver calls: `dense ROUNDS SIZE...` prints for each size the microseconds of a factorisation with the copy it needs, and of a solution; least of the rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_dense.h>
#include <time.h>

static double cpu(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv)
{
  for (int argument = 2; argument < argc; argument++) {
    int n = atoi(argv[argument]), repeats = (int)(1e8 / ((double)n * n * n)) + 3;
    sunrealtype **matrix = SUNDlsMat_newDenseMat(n, n), **factors = SUNDlsMat_newDenseMat(n, n), *b = malloc(sizeof(sunrealtype) * n);
    sunindextype *pivots = malloc(sizeof(sunindextype) * n);
    double factor = 1e9, solve = 1e9;
    for (int j = 0; j < n; j++)
      for (int i = 0; i < n; i++) matrix[j][i] = rand() / (double)RAND_MAX - 0.5 + (i == j ? n : 0);
    for (int round = 0; round < atoi(argv[1]); round++) {
      double began = cpu();
      for (int i = 0; i < repeats; i++) {
        memcpy(factors[0], matrix[0], sizeof(sunrealtype) * n * n);
        SUNDlsMat_denseGETRF(factors, n, n, pivots);
      }
      double middle = cpu();
      for (int i = 0; i < repeats; i++) {
        for (int k = 0; k < n; k++) b[k] = 1;
        SUNDlsMat_denseGETRS(factors, n, pivots, b);
      }
      double end = cpu();
      if (middle - began < factor * repeats) factor = (middle - began) / repeats;
      if (end - middle < solve * repeats) solve = (end - middle) / repeats;
    }
    printf("%d %.9g %.9g\n", n, 1e6 * factor, 1e6 * solve);
  }
  return 0;
}
