/* Integrates every subject of one exported model with CVODE's BDF: the driver that Idunn is measured against.
 *
 *   model PROBLEM RESULT dense|klu|dq RTOL
 *
 * PROBLEM, doubles: subjects, outputs, start, end; output times; the scale of each state; then for each subject its parameters, its number of doses and for each dose time, state, amount.
 * RESULT, doubles: CPU seconds, steps, right-hand sides, factorisations, failures; then for each subject, output and state its value; not a number where the integration failed.
 * Absolute tolerances are 1e-3 * RTOL * scale. The clock runs from the first subject's parameters to the last subject's end; memory and the symbolic factorisation are made before. */
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_version.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunmatrix/sunmatrix_sparse.h>
#include <time.h>

#include MODEL

typedef struct { double hoisted[HOISTED + 1], entries[ENTRIES + 1]; } Subject;

static int rates(sunrealtype t, N_Vector y, N_Vector f, void *user)
{
  right_hand_side(t, N_VGetArrayPointer(y), ((Subject *)user)->hoisted, N_VGetArrayPointer(f));
  return 0;
}

static int sparse(sunrealtype t, N_Vector y, N_Vector f, SUNMatrix j, void *user, N_Vector a, N_Vector b, N_Vector c)
{
  sunindextype *starts = SUNSparseMatrix_IndexPointers(j), *indices = SUNSparseMatrix_IndexValues(j);
  for (int i = 0; i <= STATES; i++) starts[i] = column_starts[i];
  for (int i = 0; i < ENTRIES; i++) indices[i] = rows[i];
  jacobian(t, N_VGetArrayPointer(y), ((Subject *)user)->hoisted, SUNSparseMatrix_Data(j));
  return 0;
}

static int full(sunrealtype t, N_Vector y, N_Vector f, SUNMatrix j, void *user, N_Vector a, N_Vector b, N_Vector c)
{
  Subject *subject = user;
  jacobian(t, N_VGetArrayPointer(y), subject->hoisted, subject->entries);
  for (int column = 0; column < STATES; column++) {
    double *target = SUNDenseMatrix_Column(j, column);
    for (int k = column_starts[column]; k < column_starts[column + 1]; k++) target[rows[k]] = subject->entries[k];
  }
  return 0;
}



static double cpu(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double *contents(const char *path)
{
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(2); }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  double *data = malloc(size);
  if (fread(data, 1, size, file) != (size_t)size) exit(2);
  fclose(file);
  return data;
}

static long steps, right_hand_sides, factorisations;

static void count(void *memory)
{
  long n;
  CVodeGetNumSteps(memory, &n); steps += n;
  CVodeGetNumRhsEvals(memory, &n); right_hand_sides += n;
  CVodeGetNumLinSolvSetups(memory, &n); factorisations += n;
}

int main(int argc, char **argv)
{
  if (argc != 5) { fprintf(stderr, "usage: %s PROBLEM RESULT dense|klu|dq RTOL\n", argv[0]); return 2; }
  double *problem = contents(argv[1]), rtol = atof(argv[4]);
  int subjects = (int)problem[0], outputs = (int)problem[1];
  double start = problem[2], end = problem[3], *times = problem + 4, *scale = times + outputs, *first = scale + STATES;
  double *result = malloc(sizeof(double) * ((size_t)subjects * outputs * STATES + 1));
  long failures = 0;

  SUNContext context;
#if SUNDIALS_VERSION_MAJOR >= 7
  if (SUNContext_Create(SUN_COMM_NULL, &context)) return 2;
  SUNContext_ClearErrHandlers(context);
#else
  if (SUNContext_Create(NULL, &context)) return 2;
#endif
  static Subject subject;
  N_Vector y = N_VNew_Serial(STATES, context), atol = N_VNew_Serial(STATES, context);
  double *state = N_VGetArrayPointer(y);
  for (int i = 0; i < STATES; i++) N_VGetArrayPointer(atol)[i] = 1e-3 * rtol * scale[i];
  void *memory = CVodeCreate(CV_BDF, context);
  prologue(first, subject.hoisted);
  initial_state(subject.hoisted, state);
  CVodeInit(memory, rates, start, y);
  CVodeSetUserData(memory, &subject);
  CVodeSVtolerances(memory, rtol, atol);
  CVodeSetMaxNumSteps(memory, 1000000);
#if SUNDIALS_VERSION_MAJOR < 7
  CVodeSetErrFile(memory, NULL);
#endif
  SUNMatrix matrix;
  SUNLinearSolver solver;
  if (!strcmp(argv[3], "klu")) {
    matrix = SUNSparseMatrix(STATES, STATES, ENTRIES, CSC_MAT, context);
    solver = SUNLinSol_KLU(y, matrix, context);
    SUNLinSol_KLUSetOrdering(solver, 0); /* AMD */
  } else {
    matrix = SUNDenseMatrix(STATES, STATES, context);
    solver = SUNLinSol_Dense(y, matrix, context);
  }
  CVodeSetLinearSolver(memory, solver, matrix);
  if (strcmp(argv[3], "dq")) CVodeSetJacFn(memory, strcmp(argv[3], "klu") ? full : sparse);

  /* The first subject once more, at a loose tolerance of time: caches, symbolic factorisation. */
  double t;
  CVodeSetStopTime(memory, end);
  CVode(memory, start + 1e-6 * (end - start), y, &t, CV_NORMAL);

  double began = cpu(), *next = first;
  for (int s = 0; s < subjects; s++) {
    prologue(next, subject.hoisted);
    initial_state(subject.hoisted, state);
    double *dose = next + PARAMETERS + 1, *last = dose + 3 * (int)dose[-1], *out = result + (size_t)s * outputs * STATES;
    int output = 0, flag = 0;
    next = last;
    for (t = start;;) {
      for (; dose < last && dose[0] <= t; dose += 3) state[(int)dose[1]] += dose[2];
      for (; output < outputs && times[output] <= t; output++) memcpy(out + (size_t)output * STATES, state, sizeof(double) * STATES);
      if (t >= end) break;
      double stop = dose < last && dose[0] < end ? dose[0] : end, reached;
      CVodeReInit(memory, t, y);
      CVodeSetStopTime(memory, stop);
      while (flag >= 0 && output < outputs && times[output] < stop) {
        flag = CVode(memory, times[output], y, &reached, CV_NORMAL);
        if (flag >= 0) memcpy(out + (size_t)output++ * STATES, state, sizeof(double) * STATES);
      }
      if (flag >= 0) flag = CVode(memory, stop, y, &reached, CV_NORMAL);
      count(memory);
      if (flag < 0) break;
      t = stop;
    }
    if (flag < 0) failures++;
    for (; output < outputs; output++)
      for (int i = 0; i < STATES; i++) out[(size_t)output * STATES + i] = NAN;
  }
  double used = cpu() - began;

  FILE *file = fopen(argv[2], "wb");
  double head[] = { used, (double)steps, (double)right_hand_sides, (double)factorisations, (double)failures };
  fwrite(head, sizeof(double), 5, file);
  fwrite(result, sizeof(double), (size_t)subjects * outputs * STATES, file);
  return fclose(file) ? 2 : 0;
}
